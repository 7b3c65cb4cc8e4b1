import { expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { PHONE } from '../support/catalog-views.js';
import { eventually } from '../support/eventually.js';
import { inABrowser } from '../support/in-a-browser.js';
import { goTo, untilAlive } from '../support/open-browser.js';
import { openCatalog } from '../support/open-catalog.js';
import { plainContract, publish, publishInForce } from '../support/publish-orders.js';
import type { StartedConcordat } from '../support/start-concordat.js';

const ID = 'stock.shelf-counted';
const EVENT = `/events/${ID}`;
const COUNTS = 45;
const CAUSES = 42;
const OWNERS = 20;
const VERSIONS = 6;
const PATIENCE_MS = 30_000;

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
const counts = Object.fromEntries(numbers(COUNTS).map((i) => [`count${i}`, i]));

/** More lines than a page shows at once; each version may say one thing more, the last allows less. */
const shelfOf = (version: number) => ({
  ...plainContract(ID, 'stock'),
  name: 'Shelf counted',
  envelope: { type: ID },
  channel: { topic: ID, key: '/shelf' },
  compatibility: { mode: 'NONE' },
  semantics: { kind: 'state', entity: { type: 'shelf', key: '/shelf', canonical: true } },
  schema: {
    ...{ format: 'json-schema', subject: `${ID}-value` },
    definition: {
      type: 'object',
      required: ['shelf', ...Object.keys(counts)],
      properties: {
        ...{ shelf: { type: 'string' }, weight: { type: 'number' } },
        ...Object.fromEntries(Object.keys(counts).map((name) => [name, { type: 'integer' }])),
        ...Object.fromEntries(numbers(version).map((i) => [`note${i}`, { type: 'string' }])),
        ...(version === VERSIONS && { count0: { type: 'integer', maximum: 1_000 } }),
      },
    },
  },
});

async function fill(concordat: StartedConcordat): Promise<void> {
  const { registryUrl } = concordat;
  for (let version = 1; version < VERSIONS; version++)
    await publish(registryUrl, shelfOf(version), `ticket ${version}`);
  await publishInForce(concordat, shelfOf(VERSIONS));
  for (const i of numbers(OWNERS))
    await publish(registryUrl, plainContract(`shelf.thing-${i}`, `crew-${i}`));
  const send = async (id: string, change: object) => {
    const answer = await fetch(`${concordat.gatewayUrl}/events`, {
      method: 'POST',
      headers: {
        ...{ 'ce-specversion': '1.0', 'ce-id': id, 'ce-type': ID, 'ce-source': '/store' },
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ shelf: 'A-1', ...counts, ...change }),
    });
    await answer.body?.cancel();
    return answer.status;
  };
  expect(await send('good', {})).toBe(200);
  for (const i of numbers(CAUSES)) expect(await send(`c${i}`, { [`count${i}`]: 'many' })).toBe(422);
  for (const id of ['w1', 'w2']) expect(await send(id, { weight: 'heavy' })).toBe(422);
  await eventually(async () => {
    const kept = await fetch(`${registryUrl}/v1/entities/${ID}?limit=5`);
    expect(await kept.json()).toMatchObject({ states: [expect.anything()] });
    const causes = await fetch(`${registryUrl}/catalog/v1/quarantine`);
    expect(await causes.json()).toMatchObject({ waiting: { cases: CAUSES + 2 } });
  }, PATIENCE_MS);
}

/** One thing a person does to a page that somebody else should see as well. */
interface Look {
  readonly what: string;
  readonly from: string;
  readonly act: (page: Page) => Promise<void>;
  /** What the address has then. */
  readonly has: readonly (readonly [word: string, value: string])[];
  /** Not to be seen before, and seen afterwards. */
  readonly seen: (page: Page) => Locator;
  /** What the server itself draws of it. */
  readonly drawn?: RegExp;
}

const press = (named: (page: Page) => Locator) => async (page: Page) => {
  await named(page).first().press('Enter');
};
const link = (name: string | RegExp) => (page: Page) => page.getByRole('link', { name });
/** Folded where an event begins short, and where it ends with what is wrong. */
const lineIn = (group: string) => (page: Page) =>
  page.getByRole('group', { name: group }).getByText('"count30"');
const owner = (name: string) => (page: Page) =>
  page.getByRole('checkbox', { name: new RegExp(`^${name}\\b`) });
const WHOLE = link(/show the whole event$/);

const LOOKS: readonly Look[] = [
  {
    what: 'a facet is unfolded',
    from: '/',
    act: press(link('All 21 under Owner')),
    has: [['all', 'owner']],
    seen: owner('crew-9'),
    drawn: /title="crew-9"/,
  },
  {
    what: 'an unfolded facet is narrowed to part of a name',
    from: '/?all=owner',
    act: async (page) => {
      await page.getByRole('searchbox', { name: 'Part of a name under Owner' }).fill('w-19');
      await owner('crew-18')(page).waitFor({ state: 'detached' });
    },
    has: [['all', 'owner:w-19']],
    seen: (page) =>
      page.getByRole('group', { name: 'Owner' }).filter({ hasNot: owner('crew-18')(page) }),
    drawn: /value="w-19"/,
  },
  {
    what: 'the keys are shown',
    from: '/sunset',
    act: (page) => page.keyboard.press('?'),
    has: [['keys', 'shown']],
    seen: (page) => page.getByRole('dialog', { name: 'Keys' }),
    drawn: /<dialog open=""[^>]*aria-labelledby="help-title"/,
  },
  {
    what: 'earlier reasons of a comparison are unfolded',
    from: `${EVENT}/diff/1..${VERSIONS - 1}`,
    act: press(link('1 earlier reason')),
    has: [['all', 'reasons']],
    seen: (page) => page.getByText('ticket 2', { exact: true }),
    drawn: /ticket 2</,
  },
  {
    what: 'the texts of two versions are shown whole',
    from: `${EVENT}/diff/1..2?view=text`,
    act: press(link(/show the whole text$/)),
    has: [
      ['view', 'text'],
      ['all', 'text'],
    ],
    seen: (page) => page.getByRole('group', { name: /^Schema text/ }).getByText('"count20": {'),
    drawn: /&quot;count20&quot;: \{/,
  },
  {
    what: 'the event that shows a break is shown whole',
    from: `${EVENT}/diff/1..${VERSIONS}`,
    act: press(WHOLE),
    has: [['all', 'change:new']],
    seen: lineIn(`Event that version ${VERSIONS} refuses`),
    drawn: /&quot;count30&quot;/,
  },
  {
    what: 'an example is shown whole',
    from: `${EVENT}?example=made`,
    act: press(WHOLE),
    has: [
      ['example', 'made'],
      ['all', 'example'],
    ],
    seen: lineIn('An example'),
  },
  {
    what: 'a latest state is shown whole',
    from: `${EVENT}?key=A-1&example=made&all=example`,
    act: press(WHOLE),
    has: [
      ['key', 'A-1'],
      ['all', 'example'],
      ['all', 'key'],
    ],
    seen: lineIn('The state of A-1, masked'),
  },
  {
    what: 'a refused event is shown whole',
    from: `${EVENT}?example=made&all=example`,
    act: async (page) => {
      await page.locator('[data-refusal]').first().press('Enter');
      await WHOLE(page).first().press('Enter');
    },
    has: [['all', 'refusal']],
    seen: lineIn('The refused event, masked'),
  },
  {
    what: 'the event of a case is shown whole',
    from: '/quarantine',
    act: async (page) => {
      await page.locator('[data-cause]').first().press('Enter');
      await page.locator('[data-case]').first().press('Enter');
      await WHOLE(page).first().press('Enter');
    },
    has: [['all', 'case']],
    seen: lineIn('The refused event, masked'),
  },
  {
    what: 'a case is about to be given up',
    from: '/quarantine',
    act: async (page) => {
      await page.locator('[data-cause]').first().press('Enter');
      await page.locator('[data-case]').first().press('Enter');
      await page.getByRole('button', { name: 'Give it up …' }).press('Enter');
    },
    has: [['act', 'discard']],
    seen: (page) => page.getByRole('textbox', { name: 'Why it is given up' }),
  },
  {
    what: 'causes are shown to the last',
    from: '/quarantine',
    act: press(link('All 43 causes')),
    has: [['all', 'causes']],
    seen: link('Only the most frequent'),
    drawn: /Only the most frequent/,
  },
];

inABrowser('what a person sees is in the address', browserTests);

function browserTests(executablePath: string): void {
  const catalog = openCatalog(executablePath, fill);
  const steps = (page: Page) => page.evaluate<number>('history.length');
  const expectWords = (page: Page, { has }: Pick<Look, 'has'>) =>
    page.waitForURL(({ searchParams }) =>
      has.every(([word, value]) => searchParams.getAll(word).includes(value)),
    );

  it.each(LOOKS)('$what: a link shows it, and back leads to where one came from', async (look) => {
    const { page } = await catalog.views.open('/health');
    await goTo(page, look.from);
    expect(await look.seen(page).count()).toBe(0);
    const before = await steps(page);
    await look.act(page);
    await look.seen(page).first().waitFor();
    await expectWords(page, look);
    expect(await steps(page)).toBe(before);
    const again = await catalog.views.open(page.url());
    await look.seen(again.page).first().waitFor();
    await page.goBack();
    await page.waitForURL('**/health');
  });

  it.each(LOOKS.filter(({ drawn }) => drawn))('$what: the server draws it', async (look) => {
    const { origin } = new URL(catalog.concordat.registryUrl);
    const address = new URL(look.from, origin);
    for (const [word] of look.has) address.searchParams.delete(word);
    for (const [word, value] of look.has) address.searchParams.append(word, value);
    const draw = async (at: URL) => (await fetch(at, { headers: { accept: 'text/html' } })).text();
    await eventually(
      async () => expect(await draw(address)).toMatch(look.drawn ?? ''),
      PATIENCE_MS,
    );
    expect(await draw(new URL(look.from, origin))).not.toMatch(look.drawn ?? '');
  });

  it('on a phone what narrows the list is unfolded by the keyboard, and a link shows it', async () => {
    const { page } = await catalog.views.open('/', { viewport: PHONE });
    await page.getByText('Narrow the list').press('Enter');
    await expectWords(page, { has: [['facets', 'shown']] });
    const again = await catalog.views.open(page.url(), { viewport: PHONE });
    await owner('crew-1')(again.page).first().waitFor();
    await again.page.getByText('Narrow the list').press('Enter');
    await again.page.waitForURL(/\/$/);
  });

  it('a choice is a step back undoes; arrow keys in a field take one step, not many', async () => {
    const { page } = await catalog.views.open(`${EVENT}/diff/1..2`);
    const before = await steps(page);
    const newer = page.getByLabel('Newer version');
    await newer.focus();
    for (const version of ['3', '4', '5']) {
      await newer.selectOption(version);
      await page.waitForURL(`**/diff/1..${version}`);
      await page.getByRole('heading', { name: `Version 1 to ${version}` }).waitFor();
    }
    expect(await steps(page)).toBe(before + 1);
    await newer.blur();
    await newer.selectOption(String(VERSIONS));
    await page.waitForURL(`**/diff/1..${VERSIONS}`);
    await page.goBack();
    await page.waitForURL('**/diff/1..5');
    await page.goBack();
    await page.waitForURL('**/diff/1..2');
    await page.getByRole('heading', { name: 'Version 1 to 2' }).waitFor();
    await page.getByLabel('Judged').selectOption('open-world');
    await page.waitForURL(/assumption=open-world/);
    await page.goBack();
    await page.waitForURL('**/diff/1..2');
  });

  it('typing is one step, and the field says what is in force after back and forth', async () => {
    const { page } = await catalog.views.open(EVENT);
    const before = await steps(page);
    const filter = page.getByRole('searchbox', { name: 'Filter fields' });
    await filter.pressSequentially('count7');
    await page.waitForURL(/filter=count7/);
    expect(await steps(page)).toBe(before);
    await page.getByRole('link', { name: 'Version 1', exact: true }).click();
    await page.waitForURL(/version=1/);
    await eventually(async () => expect(await filter.inputValue()).toBe(''), PATIENCE_MS);
    await page.goBack();
    await page.waitForURL(/filter=count7/);
    await eventually(async () => expect(await filter.inputValue()).toBe('count7'), PATIENCE_MS);
  });

  it('who is handed a refusal lands at it', async () => {
    const { page } = await catalog.views.open(EVENT);
    await page.locator('[data-refusal]').first().press('Enter');
    await page.waitForURL(/refusal=.*#refusals$/);
    const again = await catalog.views.open(page.url());
    const open = again.page.locator('[data-refusal][aria-expanded=true]');
    await eventually(async () => {
      const box = await open.boundingBox();
      expect(box?.y).toBeGreaterThan(0);
      expect(box?.y).toBeLessThan(900);
    }, PATIENCE_MS);
  });

  it('the keys close by Escape, and their address with them', async () => {
    const { page } = await catalog.views.open('/?keys=shown');
    const keys = page.getByRole('dialog', { name: 'Keys' });
    await keys.waitFor();
    await page.keyboard.press('Escape');
    await keys.waitFor({ state: 'hidden' });
    await page.waitForURL(/\/$/);
    await page.keyboard.press('?');
    await keys.waitFor();
    await untilAlive(page);
    await keys.getByRole('button', { name: 'Close' }).click();
    await keys.waitFor({ state: 'hidden' });
    await page.waitForURL(/\/$/);
  });

  it.each([
    ...['/?all=owner:w-19&facets=shown', '/?keys=shown', '/quarantine?all=causes'],
    ...[`${EVENT}?all=versions&all=example&example=made`, `${EVENT}/diff/1..5?all=reasons`],
    ...[`${EVENT}/diff/1..${VERSIONS}?all=change:new`, `${EVENT}/diff/1..2?view=text&all=text`],
  ])('%s breaks no rule of WCAG 2.2 AA, wide and on a phone, light and dark', async (path) => {
    await catalog.views.expectAccessible(path);
  });

  it('no page complained, and none asked anybody but its own server', () =>
    catalog.views.expectQuiet());
}
