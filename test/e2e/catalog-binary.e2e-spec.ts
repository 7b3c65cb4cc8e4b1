import { expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { inABrowser } from '../support/in-a-browser.js';
import { openCatalog } from '../support/open-catalog.js';
import { plainContract, publish } from '../support/publish-orders.js';

const AVRO = {
  type: 'record',
  name: 'Sold',
  fields: [
    { name: 'buyer', type: 'string' },
    { name: 'cents', type: 'long' },
  ],
};
const PROTOBUF = 'syntax = "proto3"; message Sold { string buyer = 1; int32 cents = 2; }';
/** Sold to "Ada", for 3 cents. */
const LANGUAGES = [
  { word: 'Avro', format: 'avro', definition: AVRO, sold: [6, ...Buffer.from('Ada'), 6] },
  {
    ...{ word: 'Protobuf', format: 'protobuf', definition: PROTOBUF },
    sold: [0x0a, 3, ...Buffer.from('Ada'), 0x10, 3],
  },
] as const;

inABrowser('events of binary languages in the catalog', browserTests);

function browserTests(executablePath: string): void {
  const catalog = openCatalog(executablePath, async (concordat) => {
    for (const { word, format, definition } of LANGUAGES) {
      const id = `till.sold-${format}`;
      await publish(concordat.registryUrl, {
        ...plainContract(id, 'till'),
        name: `Sold in ${word}`,
        schema: { format, subject: `${id}-value`, definition },
        envelope: { spec: 'cloudevents', type: id },
        fields: { '/buyer': { classification: 'pii.name' } },
        rules: [{ name: 'dear', cel: 'cents > 100', message: 'Nothing is that cheap.' }],
      });
    }
  });

  const send = async (type: string, bytes: readonly number[]): Promise<number> => {
    const headers = {
      ...{ 'ce-id': type, 'ce-source': '/till', 'ce-type': type, 'ce-specversion': '1.0' },
      'Content-Type': 'application/octet-stream',
    };
    const body = new Uint8Array(bytes);
    return (
      await fetch(`${catalog.concordat.gatewayUrl}/events`, { method: 'POST', headers, body })
    ).status;
  };

  it.each(LANGUAGES)(
    'a refused event of $word is read for people, its personal fields masked',
    async ({ word, format, sold }) => {
      await eventually(async () => expect(await send(`till.sold-${format}`, sold)).toBe(422));
      const { page, answers } = await catalog.views.open(`/quarantine?event=till.sold-${format}`);
      await page.getByRole('button', { name: /Nothing is that cheap/ }).click();
      await page.getByRole('button', { name: /\/till/ }).click();
      const event = page.getByRole('group', { name: 'The refused event, masked' });
      await eventually(async () =>
        expect(await event.innerText()).toMatch(/"buyer": "●●●",?\s*\n\s*"cents": 3/),
      );
      await page.getByText(`It came as ${word}`).waitFor();
      await eventually(async () =>
        expect(await page.getByRole('button', { name: 'Send it again' }).count()).toBe(1),
      );
      expect(await page.getByRole('button', { name: 'Correct it …' }).count()).toBe(0);
      expect(answers.filter((answer) => answer.includes('Ada'))).toEqual([]);
    },
    60_000,
  );

  it('no page complained, and none asked anybody but its own server', () =>
    catalog.views.expectQuiet());
}
