import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually.js';
import { inABrowser } from '../support/in-a-browser.js';
import { untilAlive } from '../support/open-browser.js';
import { openCatalog } from '../support/open-catalog.js';
import { plainContract, publish } from '../support/publish-orders.js';

const ID = 'stock.level-changed';
const EMAIL = 'ada.lovelace@example.com';
const schema = {
  type: 'object',
  properties: {
    sku: { type: 'string' },
    amount: { type: 'integer' },
    keeper: { type: 'string' },
    note: { type: 'string' },
  },
};
const stock = {
  ...plainContract(ID, 'warehouse'),
  schema: { format: 'json-schema', subject: `${ID}-value`, definition: schema },
  envelope: { type: ID },
  channel: { topic: ID, key: '/sku', partitions: 2 },
  semantics: { kind: 'state', entity: { type: 'article', key: '/sku', canonical: true } },
  fields: { '/keeper': { classification: 'pii.contact', mask: 'redact' } },
  undeclared: 'refuse',
  enforcement: { mode: 'observe' },
};
const unkept = {
  ...plainContract('stock.counted', 'warehouse'),
  semantics: { entity: { type: 'shelf', key: '/shelfMark' } },
};
const skuOf = (n: number) => `SKU-${100 + n}`;
const ARTICLES = 19;

inABrowser('latest states and drift on the event page', (executablePath) => {
  const catalog = openCatalog(executablePath, async (concordat) => {
    await publish(concordat.registryUrl, stock);
    await publish(concordat.registryUrl, unkept);
    const asked = `${concordat.gatewayUrl}/v1/validate/${ID}`;
    await eventually(async () => {
      expect((await fetch(asked, { method: 'POST', body: '{}' })).status).not.toBe(404);
    });
    for (let n = 0; n < ARTICLES; n++) await send({ sku: skuOf(n), amount: n, keeper: EMAIL });
    const states = `${concordat.registryUrl}/v1/entities/${ID}?limit=50`;
    await eventually(async () => {
      const answer = (await (await fetch(states)).json()) as { states?: readonly unknown[] };
      expect(answer.states).toHaveLength(ARTICLES);
    });
  });

  let sent = 0;

  const send = async (data: object, source = '/warehouse') => {
    const answer = await fetch(`${catalog.concordat.gatewayUrl}/events`, {
      method: 'POST',
      headers: {
        ...{ 'ce-specversion': '1.0', 'ce-id': `e-${sent++}`, 'ce-source': source, 'ce-type': ID },
        'content-type': 'application/json',
      },
      body: JSON.stringify(data),
    });
    expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)]);
  };
  const rows = (page: Page) => page.getByRole('list', { name: 'Latest states' }).locator('> li');
  const keysOn = (page: Page) => rows(page).locator('button code').allInnerTexts();

  it('the state of an entity is found by its key, by keyboard alone, and its address says so [covers 65]', async () => {
    const { page } = await catalog.views.open(`/events/${ID}`);
    await rows(page).first().waitFor();
    await page.keyboard.press('s');
    await page.keyboard.type(skuOf(17));
    await page.keyboard.press('Enter');
    const state = page.getByRole('group', { name: `The state of ${skuOf(17)}, masked` });
    await state.waitFor();
    await eventually(async () => expect(await state.innerText()).toContain('"amount": 17'));
    expect(await page.content()).not.toContain(EMAIL);
    expect(new URL(page.url()).searchParams.get('key')).toBe(skuOf(17));
    await page.reload();
    await untilAlive(page);
    await state.waitFor();
    await page.getByRole('link', { name: 'Show all' }).click();
    await state.waitFor({ state: 'detached' });
    await page.getByRole('searchbox', { name: 'Key of one article' }).fill('SKU-nobody');
    await page.keyboard.press('Enter');
    await page.getByText('No accepted event was about the article').waitFor();
  }, 60_000);

  it('what an entity last said shows while one looks [covers 65]', async () => {
    const { page } = await catalog.views.open(`/events/${ID}?key=${skuOf(3)}`);
    const state = page.getByRole('group', { name: `The state of ${skuOf(3)}, masked` });
    await state.getByText('"amount": 3').waitFor();
    await send({ sku: skuOf(3), amount: 4711 });
    await state.getByText('"amount": 4711').waitFor({ timeout: 15_000 });
  }, 60_000);

  it('states are paged through by address, and all of them leave as one file [covers 65]', async () => {
    const { page } = await catalog.views.open(`/events/${ID}`);
    const seen: string[] = [];
    for (;;) {
      await rows(page).first().waitFor();
      seen.push(...(await keysOn(page)));
      const next = page.getByRole('link', { name: 'Next page' });
      if ((await next.count()) === 0) break;
      await next.click();
      await page.waitForURL(({ searchParams }) => searchParams.get('after') === seen.at(-1));
      await eventually(async () => expect(seen).not.toContain((await keysOn(page))[0]));
    }
    expect(seen).toEqual(Array.from({ length: ARTICLES }, (_, n) => skuOf(n)));
    const file = await page.getByRole('link', { name: /^Export all/ }).getAttribute('href');
    const answer = await fetch(catalog.concordat.registryUrl + file);
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${ID}.ndjson"`);
    const lines = (await answer.text()).trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { key: string }).key)).toEqual(seen);
    await page.getByRole('link', { name: 'From the first' }).click();
    await page.waitForURL(({ searchParams }) => !searchParams.has('after'));
  }, 60_000);

  it('an event whose states nobody keeps says how they would be', async () => {
    const { page } = await catalog.views.open('/events/stock.counted');
    await page.getByText('what the log last said of each shelf').waitFor();
  }, 60_000);

  it('a field nobody declared is listed with who sends it, and declared ones nobody sends [covers 66]', async () => {
    const { page } = await catalog.views.open(`/events/${ID}`);
    const drift = page.getByRole('region', { name: 'Drift' });
    await drift.getByText('No producer sends a field the schema does not declare.').waitFor();
    await send({ sku: skuOf(1), amount: 1, scannedBy: 'handheld' }, '/shop-floor');
    await send({ sku: skuOf(1), amount: 2, scannedBy: 'handheld' }, '/shop-floor');
    const line = drift.getByRole('row').filter({ hasText: '/scannedBy' });
    await line.waitFor({ timeout: 40_000 });
    await eventually(async () => {
      const told = (await line.innerText()).split(/\s*\t\s*/);
      expect([told[0], told[1], told.at(-1)]).toEqual(['/scannedBy', '/shop-floor', '2']);
    }, 40_000);
    await drift.getByRole('link', { name: '/note' }).waitFor();
  }, 120_000);

  it('the links to the sections lead there, and say where one is', async () => {
    const { page } = await catalog.views.open(`/events/${ID}`);
    const links = page.getByRole('navigation', { name: 'On this page' });
    await links.getByRole('link', { name: 'Drift' }).click();
    const head = page.getByRole('heading', { name: 'Drift' });
    await eventually(async () => {
      const top = (await head.boundingBox())?.y ?? 0;
      expect(top).toBeGreaterThan(90);
      expect(top).toBeLessThan(700);
    });
    await links.locator('[aria-current=location]').waitFor();
    expect(new URL(page.url()).hash).toBe('#drift');
  }, 60_000);

  it('an opened state and the drift break no rule of WCAG 2.2 AA', async () => {
    await catalog.views.expectAccessible(`/events/${ID}?key=${skuOf(1)}&deleted=shown`);
    await catalog.views.expectAccessible(`/events/${ID}?key=nobody&after=SKU-103`);
  }, 120_000);

  it('no page asked anybody but its own server', () => catalog.views.expectNoStranger());
});
