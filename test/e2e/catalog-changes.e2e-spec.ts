import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { TellChanges1795832000000 } from '../../migrations/20261128-tell-changes.js';
import type { ChangesAnswer, ToldChange } from '../../src/catalog/changes/changes-answer.js';
import { changeKinds } from '../../src/registry/change-kinds.js';
import { PHONE } from '../support/catalog-views.js';
import { eventually } from '../support/eventually.js';
import { inABrowser } from '../support/in-a-browser.js';
import { goTo } from '../support/open-browser.js';
import { openCatalog } from '../support/open-catalog.js';
import { openDatabase } from '../support/open-database.js';
import { orderPlaced, orderPlacedLater, plainContract } from '../support/publish-orders.js';

const ORDER = 'orders.order-placed';
const PARCEL = 'shipping.parcel-sent';
const MANY = 60;

inABrowser('what changed', browserTests);

function browserTests(executablePath: string): void {
  const catalog = openCatalog(executablePath, ({ registryUrl }) => fill(registryUrl));

  const ask = (query: string) =>
    fetch(`${catalog.concordat.registryUrl}/catalog/v1/changes${query}`);
  const changes = async (query: string) => (await (await ask(query)).json()) as ChangesAnswer;
  const allOf = async function* (query: string) {
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page: ChangesAnswer = await changes(`?limit=7${query}${cursor && `&cursor=${cursor}`}`);
      yield* page.changes;
      cursor = page.next;
    }
  };
  const focused = (page: Page) =>
    page.evaluate<string>('document.activeElement.closest("[data-row]")?.textContent ?? ""');

  it('is told newest first: who, what, why, and whom it breaks once that is worked out', async () => {
    await eventually(async () => {
      const { changes: told, total } = await changes(`?contract=${ORDER}`);
      expect(told.map(({ kinds, sentence }) => [kinds.join(' '), sentence])).toEqual([
        ['version owner', 'Version 5: owned by checkout, until now by orders.'],
        ['version enforcement', 'Version 4: only warned, until now enforced.'],
        ['version forced', 'Version 3: let in by force.'],
        ['readers', 'billing-service declares that it reads /total.'],
        ['version', 'Version 2.'],
        ['new deprecated', 'A new event, version 1: /couponCode deprecated.'],
      ]);
      expect(total).toBe(6);
      expect(told.map(({ effect }) => effect?.class)).toEqual([
        ...['meaning-only', 'meaning-only', expect.stringMatching(/^breaks-/)],
        ...[undefined, 'compatible', undefined],
      ]);
      expect(told[2]).toMatchObject({
        ...{ by: 'anonymous', reason: 'Totals are counted elsewhere', version: 3 },
        event: { id: ORDER, name: 'Order placed', owner: 'checkout' },
        effect: {
          says: expect.stringMatching(/^breaks /),
          first: expect.stringContaining('total'),
        },
      });
    });
  });

  it('is narrowed by kind, owner, reader and time, each counted as if it were chosen alone', async () => {
    const { total, facets } = await changes('?since=7d');
    const count = (of: keyof typeof facets, name: string) =>
      facets[of].find(({ value }) => value === name)?.count;
    expect([count('kind', 'new'), count('kind', 'forced')]).toEqual([MANY + 2, 1]);
    expect([count('team', 'checkout'), count('reads', 'billing')]).toEqual([6, 6]);
    expect((await changes('?kind=retired&kind=forced')).total).toBe(2);
    expect((await changes('?team=shipping&since=2020-01-01')).total).toBe(3);
    const read = await changes('?reads=billing');
    expect(read.changes.every(({ event }) => event?.id === ORDER)).toBe(true);
    expect(await changes('?until=2020-01-01')).toMatchObject({ total: 0, changes: [] });
    const outside = (await changes('?kind=schema')).changes;
    expect(outside.map(({ sentence }) => sentence)).toEqual([
      'Version 1 of the subject legacy.users-value was registered outside of a contract.',
    ]);
    const settings = (await changes(`?kind=settings&contract=${PARCEL}`)).changes;
    expect(settings).toMatchObject([
      { sentence: 'Settings of shipping.parcel-sent-value changed: compatibility NONE.' },
    ]);
    expect(total).toBe((await changes('')).total);
  });

  it('its pages hold every change once, in order', async () => {
    const keys: string[] = [];
    const moments: string[] = [];
    const { total } = await changes('');
    for await (const { key, at } of allOf('')) {
      keys.push(key);
      moments.push(at);
    }
    expect([keys.length, new Set(keys).size]).toEqual([total, total]);
    expect(moments).toEqual(moments.toSorted().reverse());
  });

  it('those of some kinds are the same among all, each once and in the same order', async () => {
    const all: ToldChange[] = [];
    for await (const change of allOf('')) all.push(change);
    const chosen = [['new'], ['version', 'owner', 'forced'], ['new', 'deprecated', 'readers']];
    for (const kinds of chosen) {
      const query = kinds.map((kind) => `&kind=${kind}`).join('');
      const some: ToldChange[] = [];
      for await (const change of allOf(query)) some.push(change);
      const wanted = all.filter((change) => change.kinds.some((kind) => kinds.includes(kind)));
      expect(some.map(({ key }) => key)).toEqual(wanted.map(({ key }) => key));
      expect((await changes(`?limit=1${query}`)).total).toBe(wanted.length);
    }
  });

  it('what is published is counted by whoever asks next, and each kind has an index in order of time', async () => {
    const { total } = await changes('');
    await post(catalog.concordat.registryUrl, '/v1/contracts', plainContract('late.two', 'later'));
    const after = await changes('');
    expect([after.total, after.changes[0]?.event?.id]).toEqual([total + 1, 'late.two']);
    const database = await openDatabase(catalog.concordat.databaseUrl);
    try {
      const indexes: { readonly indexdef: string }[] = await database.query(
        `SELECT indexdef FROM pg_indexes WHERE tablename = 'contract_versions'`,
      );
      const found = indexes.map(
        ({ indexdef }) => /WHERE \('(\w+)'::text = ANY/.exec(indexdef)?.[1],
      );
      expect(found).toEqual(expect.arrayContaining(Object.keys(changeKinds)));
    } finally {
      await database.destroy();
    }
  });

  it.each([
    ['since=monday', 400, 'QUERY_INVALID'],
    ['until=2026-13-40', 400, 'QUERY_INVALID'],
    ['since=1d&since=2d', 400, 'QUERY_INVALID'],
    ['kind=nonsense', 400, 'QUERY_INVALID'],
    ['limit=0', 400, 'QUERY_INVALID'],
    ['limit=1000000', 400, 'QUERY_INVALID'],
    [
      `cursor=${Buffer.from('["1","deed","\\u0000",1]').toString('base64url')}`,
      400,
      'CURSOR_UNREADABLE',
    ],
    ['cursor=nonsense', 400, 'CURSOR_UNREADABLE'],
    ['contract=no.such', 404, 'EVENT_UNKNOWN'],
    ['contract=%00', 404, 'EVENT_UNKNOWN'],
  ])('%s is one clear problem, on the page and as a feed', async (query, status, code) => {
    for (const form of ['', '.atom']) {
      const answer = await ask(`${form}?${query}`);
      expect([answer.status, await answer.json()]).toEqual([
        status,
        expect.objectContaining({ code }),
      ]);
    }
  });

  it('names nobody there is not an error: nothing of theirs changed', async () => {
    expect(await changes('?team=%00&reads=nobody')).toMatchObject({ total: 0, changes: [] });
  });

  it('is a feed as well: well-formed, with whom each version breaks, and the same until something moves', async () => {
    const answer = await ask(`.atom?contract=${ORDER}&limit=4`);
    expect(answer.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    const text = await answer.text();
    // A page of ours lets no script read a text as a document.
    const page = await (await catalog.browser.newContext()).newPage();
    const read = await page.evaluate(
      `(() => {
        const feed = new DOMParser().parseFromString(${JSON.stringify(text)}, 'application/xml');
        const all = (at, name) => [...at.getElementsByTagName(name)];
        const texts = (at, name) => all(at, name).map(({ textContent }) => textContent);
        return {
          errors: texts(feed, 'parsererror'), name: feed.documentElement.namespaceURI,
          title: texts(feed, 'title')[0], ids: texts(feed, 'id'),
          summaries: all(feed, 'entry').map((entry) => texts(entry, 'summary')[0]),
          links: all(feed, 'entry').map((entry) => all(entry, 'link')[0].getAttribute('href')),
          whole: all(feed, 'entry').every((entry) =>
            ['id', 'title', 'updated', 'author', 'link'].every((part) => all(entry, part).length === 1)),
        };
      })()`,
    );
    expect(read).toMatchObject({
      ...{ errors: [], name: 'http://www.w3.org/2005/Atom', title: 'Changes of Order placed' },
      whole: true,
    });
    const { ids, summaries, links } = read as Record<'ids' | 'summaries' | 'links', string[]>;
    expect(new Set(ids).size).toBe(5);
    expect(summaries[2]).toMatch(/^Version 3: let in by force\. “Totals are .*” Breaks /);
    expect(links[2]).toBe(`${catalog.concordat.registryUrl}/events/${ORDER}/diff/2..3`);
    const tag = answer.headers.get('etag') ?? '';
    const again = await fetch(answer.url, { headers: { 'If-None-Match': tag } });
    expect(again.status).toBe(304);
  });

  it('a migration tells of old versions what publications tell of new ones', async () => {
    const database = await openDatabase(catalog.concordat.databaseUrl);
    const runner = database.createQueryRunner();
    const told = () =>
      runner.query('SELECT contract_id, version, kinds FROM contract_versions ORDER BY 1, 2');
    try {
      const published: unknown = await told();
      await runner.startTransaction();
      const migration = new TellChanges1795832000000();
      await migration.down(runner);
      await migration.up(runner);
      expect(await told()).toEqual(published);
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
      await database.destroy();
    }
  });

  it('is reached from home, narrowed by the mouse, and leads to what changed', async () => {
    const { page } = await catalog.views.open('/home');
    await page.getByRole('link', { name: 'All changes' }).click();
    await page.waitForURL('**/changes');
    await page.getByRole('heading', { name: 'What changed', level: 1 }).waitFor();
    await page.getByRole('checkbox', { name: /^Let in by force/ }).click();
    await page.waitForURL(/kind=forced/);
    const rows = page.locator('[data-row]');
    await eventually(async () => expect(await rows.count()).toBe(1));
    await rows.getByText(/^breaks /).waitFor();
    await rows.getByText('“Totals are counted elsewhere”').waitFor();
    await page.getByRole('button', { name: 'ever' }).click();
    await page.waitForURL(/since=all/);
    await rows.getByRole('link', { name: 'What changed in version 3 of Order placed' }).click();
    await page.waitForURL(`**/events/${ORDER}/diff/2..3`);
    await page.goBack();
    await page.waitForURL(/kind=forced/);
  });

  it('shows a team what it has to act on, an event its own, and a day since', async () => {
    const { page } = await catalog.views.open('/changes');
    const rows = page.locator('[data-row]');
    await page
      .getByRole('combobox', { name: /Only what I need to act on/ })
      .selectOption('billing');
    await page.waitForURL(/reads=billing/);
    await eventually(async () => expect(await rows.count()).toBe(6));
    await goTo(page, `/events/${ORDER}`);
    await page.getByRole('link', { name: 'All its changes' }).click();
    await page.waitForURL(new RegExp(`/changes\\?contract=${ORDER}$`));
    await page.getByText('Show everything’s').waitFor();
    await eventually(async () => expect(await rows.count()).toBe(6));
    await page.getByLabel('Since a day').fill('2026-01-02');
    await page.waitForURL(/since=2026-01-02/);
    await page.getByText(/since January 2, 2026/).waitFor();
  });

  it('is walked by the keyboard alone', async () => {
    const { page } = await catalog.views.open('/');
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.waitForURL('**/changes');
    await page.getByRole('heading', { name: 'What changed', level: 1 }).waitFor();
    const first = page.locator('[data-row]').first();
    await first.waitFor();
    const newest = await first.getByRole('link').first().innerText();
    await eventually(async () => {
      await page.keyboard.press('j');
      expect(await focused(page)).toContain(newest);
    });
    await page.keyboard.press('n');
    await page.waitForURL(/after=/);
    await page.getByText('Back to the newest').waitFor();
    await goTo(page, `/changes?contract=${ORDER}`);
    await eventually(async () => {
      await page.keyboard.press('j');
      expect(await focused(page)).toContain('Version 5');
    });
    await page.keyboard.press('d');
    await page.waitForURL(`**/events/${ORDER}/diff/4..5`);
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('combobox', { name: 'Where to' }).fill('changes');
    await eventually(async () =>
      expect(await page.locator('#palette-choices [aria-selected=true]').innerText()).toContain(
        'Changes',
      ),
    );
    await page.keyboard.press('Enter');
    await page.waitForURL('**/changes');
  });

  it('follows while one looks', async () => {
    const { page } = await catalog.views.open('/changes?team=late');
    await page.getByRole('heading', { name: 'Nothing of what is chosen changed' }).waitFor();
    await post(catalog.concordat.registryUrl, '/v1/contracts', plainContract('late.one', 'late'));
    await page.getByRole('link', { name: 'Plain late.one' }).waitFor();
    await page.getByText('1 change since').waitFor();
  });

  it('on a phone nothing is wider than the screen, and what narrows it is folded', async () => {
    const { page } = await catalog.views.open('/changes', { viewport: PHONE });
    await page.getByText('Narrow the changes').click();
    await page.waitForURL(/facets=shown/);
    await page.getByRole('checkbox', { name: /^Retired/ }).click();
    await page.waitForURL(/kind=retired/);
    await page.getByText('Version 2: retired, no longer in force.').waitFor();
    await eventually(async () =>
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width),
    );
  });

  it('a place behind the last change leads back, and a wrong since is told', async () => {
    const end = Buffer.from('["1","deed","",1]').toString('base64url');
    const { page } = await catalog.views.open(`/changes?after=${end}`);
    await page.getByRole('heading', { name: 'The list ends before this page' }).waitFor();
    await page.getByRole('link', { name: 'Back to the newest' }).click();
    await page.locator('[data-row]').first().waitFor();
    await goTo(page, '/changes?since=monday');
    await page.getByText('must be a day (2026-11-20)').waitFor();
  });

  it('no page asked anybody but its own server', () => catalog.views.expectNoStranger());
}

const post = async (registryUrl: string, path: string, body: unknown, method = 'POST') => {
  const answer = await fetch(registryUrl + path, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
};

/** Every kind of change once or more, and more new events than a page has room for. */
async function fill(registryUrl: string): Promise<void> {
  const publish = (document: object, query = '') =>
    post(registryUrl, `/v1/contracts${query}`, document);
  await post(registryUrl, '/subjects/legacy.users-value/versions', {
    ...{ schemaType: 'JSON', schema: '{"type":"object"}' },
  });
  for (let n = 1; n <= MANY; n++) await publish(plainContract(`many.event-${n}`, `team-${n % 12}`));
  await publish(orderPlaced());
  await publish(orderPlacedLater());
  await post(registryUrl, '/v1/consumptions', {
    ...{ apiVersion: 'concordat/v1', kind: 'Consumption', consumer: 'billing-service' },
    ...{ owner: { team: 'billing' }, of: ORDER, needs: { '/total': {} } },
  });
  const { definition } = orderPlacedLater().schema;
  const { total: _, ...properties } = definition.properties;
  const required = (definition as { required?: string[] }).required?.filter(
    (name) => name !== 'total',
  );
  const schema = { ...orderPlaced().schema, definition: { ...definition, properties, required } };
  const why = encodeURIComponent('Totals are counted elsewhere');
  await publish(orderPlaced({ schema }), `?force=true&reason=${why}`);
  const warning = { schema, enforcement: { mode: 'warn' } };
  await publish(orderPlaced(warning));
  await publish(orderPlaced({ ...warning, owner: { team: 'checkout', oncall: 'pagerduty:P1' } }));
  const parcel = plainContract(PARCEL, 'shipping');
  await publish(parcel);
  await post(registryUrl, `/config/${PARCEL}-value`, { compatibility: 'NONE' }, 'PUT');
  await publish({ ...parcel, status: 'retired' }, '?force=true');
}
