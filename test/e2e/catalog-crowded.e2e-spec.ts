import { expect, it } from '@jest/globals';
import { PHONE } from '../support/catalog-views.js';
import { eventually } from '../support/eventually.js';
import { inABrowser } from '../support/in-a-browser.js';
import { goTo, untilAlive } from '../support/open-browser.js';
import { openCatalog } from '../support/open-catalog.js';
import { plainContract, publish, publishInForce } from '../support/publish-orders.js';

const HUB = 'stock.hub';
const EVENT = `/events/${HUB}`;
const READERS = 30;
const VERSIONS = 8;
const CAUSES = 10;
const OWNERS = 60;

const numbers = (count: number) => Array.from({ length: count }, (_, i) => String(i));
const counts = (count: number) =>
  Object.fromEntries(numbers(count).map((i) => [`count${i}`, { type: 'integer' }]));

/** No phone is as wide, and there is no place to break it at. */
const LONG = '_of_everything'.repeat(6);
const readerOf = (i: string) => `reader-${i}${i === '0' ? LONG : ''}`;

/** Each version counts one thing more. */
const hubOf = (version: number) => ({
  ...plainContract(HUB, 'stock'),
  name: 'Stock hub',
  envelope: { type: 'stock.counted' },
  undeclared: 'refuse',
  schema: {
    ...{ format: 'json-schema', subject: `${HUB}-value` },
    definition: { type: 'object', properties: counts(CAUSES + version) },
  },
});

inABrowser('a crowded catalog', browserTests);

function browserTests(executablePath: string): void {
  const catalog = openCatalog(executablePath, async (concordat) => {
    const { registryUrl, gatewayUrl } = concordat;
    for (let version = 1; version < VERSIONS; version++)
      await publish(registryUrl, hubOf(version), `ticket ${version}`);
    await publishInForce(concordat, hubOf(VERSIONS));
    for (const i of numbers(READERS))
      await post(
        `${registryUrl}/v1/consumptions`,
        {},
        {
          ...{ apiVersion: 'concordat/v1', kind: 'Consumption', consumer: readerOf(i) },
          ...{ owner: { team: 'readers' }, of: HUB, needs: { '/count0': {} } },
        },
      );
    for (const i of numbers(CAUSES))
      expect(
        await post(
          `${gatewayUrl}/events`,
          {
            ...{ 'ce-specversion': '1.0', 'ce-id': i, 'ce-source': `/store${LONG}` },
            'ce-type': 'stock.counted',
          },
          { [`count${i}`]: 'many' },
        ),
      ).toBe(422);
    for (const i of numbers(OWNERS))
      await publish(registryUrl, plainContract(`shelf.thing-${i}`, `crew-${i}`));
  });

  const post = async (address: string, headers: Record<string, string>, body: unknown) => {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    await answer.body?.cancel();
    return answer.status;
  };

  it('the lineage of a hub draws a few of its readers and one box for the others, which opens', async () => {
    const { page } = await catalog.views.open(`/lineage?of=event:${HUB}`);
    const drawing = page.getByRole('region', { name: 'Drawing of the lineage', exact: true });
    await eventually(async () =>
      expect(await drawing.getByRole('button').count()).toBe(1 + 1 + 8 + 1),
    );
    await eventually(async () => expect(await page.locator('tbody tr').count()).toBe(READERS + 1));
    await drawing.getByRole('button', { name: /^22 more/ }).press('Enter');
    await page.waitForURL(/whole=1/);
    await eventually(async () =>
      expect(await drawing.getByRole('button').count()).toBe(1 + 1 + READERS),
    );
    await page.getByRole('link', { name: 'Draw fewer' }).click();
    await page.waitForURL(/of=event(:|%3A)stock.hub$/);
  });

  it('an event shows the first of its readers and versions, and all where the address says so', async () => {
    const { page } = await catalog.views.open(EVENT);
    const readers = page.locator('#parties li', { hasText: 'reader-' });
    await readers.first().waitFor();
    await eventually(async () => expect(await readers.count()).toBe(8));
    await page.getByRole('link', { name: `All ${READERS} consumers` }).click();
    await page.waitForURL(/all=consumers/);
    await eventually(async () => expect(await readers.count()).toBe(READERS));
    await page.getByRole('link', { name: `All ${VERSIONS} versions` }).click();
    await page.waitForURL(/all=versions/);
    await page.getByText('ticket 1', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Fewer consumers' }).click();
    await page.waitForURL(/stock.hub\?all=versions$/);
  });

  it('a field shows the first of its readers, the way up to its event, and nothing wider than a phone', async () => {
    const { page } = await catalog.views.open(`${EVENT}/field?path=/count0`, { viewport: PHONE });
    const readers = page.locator('#readers li');
    await eventually(async () => expect(await readers.count()).toBe(8));
    const width = () => page.evaluate<number>('document.documentElement.scrollWidth');
    expect(await width()).toBeLessThanOrEqual(PHONE.width);
    await page.getByRole('link', { name: `All ${READERS} readers` }).click();
    await page.waitForURL(/all=readers/);
    await eventually(async () => expect(await readers.count()).toBe(READERS));
    expect(await width()).toBeLessThanOrEqual(PHONE.width);
    await page.getByRole('navigation', { name: 'Where this is' }).getByRole('link').click();
    await page.waitForURL(/stock.hub\?field=\/count0/);
  });

  it('a comparison over many versions tells the newest reasons, and folds the others', async () => {
    const { page } = await catalog.views.open(`${EVENT}/diff/1..${VERSIONS - 1}`);
    await page.getByText('ticket 7', { exact: true }).waitFor();
    const oldest = page.getByText('ticket 2', { exact: true });
    expect(await oldest.isVisible()).toBe(false);
    await page.getByText('3 earlier reasons').click();
    await oldest.waitFor();
  });

  it('a long facet is narrowed by a word, and what is chosen stays in sight', async () => {
    const { page } = await catalog.views.open('/');
    const owners = page.getByRole('group', { name: 'Owner' });
    await owners.getByRole('link', { name: /^All/ }).click();
    await owners.getByRole('searchbox').fill('crew-57');
    await owners.getByRole('checkbox', { name: /crew-57/ }).check();
    await page.waitForURL(/owner=crew-57/);
    await goTo(page, '/?owner=crew-57&owner=crew-9');
    for (const name of ['crew-57', 'crew-9'])
      await owners
        .getByRole('checkbox', { name: new RegExp(`${name}\\b`), checked: true })
        .waitFor();
  });

  it('causes of refusals are narrowed by words, which the address keeps', async () => {
    const { page } = await catalog.views.open('/quarantine');
    const causes = page.locator('[data-cause]');
    await causes.first().waitFor();
    await eventually(async () => expect(await causes.count()).toBe(CAUSES));
    await page.getByRole('searchbox', { name: /^Words of a cause/ }).fill('hub count7');
    await page.waitForURL(/q=hub(\+|%20)count7/);
    await eventually(async () => expect(await causes.count()).toBe(1));
    await page.reload();
    await untilAlive(page);
    await eventually(async () => expect(await causes.count()).toBe(1));
    await page.getByRole('searchbox', { name: /^Words of a cause/ }).fill('nothing like it');
    await page.getByText('No cause has all of these words.').waitFor();
  });

  it('the palette leads to the whole list where it has no room for it', async () => {
    const { page } = await catalog.views.open('/home');
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('combobox', { name: 'Where to' }).fill('shelf.thing');
    await page.getByRole('option', { name: `All ${OWNERS} events` }).click();
    await page.waitForURL(/\?q=shelf.thing/);
  });

  it.each([
    ...[`/lineage?of=event:${HUB}`, `/lineage?of=event:${HUB}&whole=1`, `${EVENT}?all=consumers`],
    ...[`${EVENT}/diff/1..${VERSIONS}`, '/quarantine?q=hub', '/review?list=unread'],
    ...[`${EVENT}/field?path=/count0`],
  ])('%s breaks no rule of WCAG 2.2 AA, wide and on a phone, light and dark', async (path) => {
    await catalog.views.expectAccessible(path);
  });

  it('no page complained, and none asked anybody but its own server', () =>
    catalog.views.expectQuiet());
}
