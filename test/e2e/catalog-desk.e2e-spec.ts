import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { PHONE } from '../support/catalog-views.js';
import { eventually } from '../support/eventually.js';
import { inABrowser } from '../support/in-a-browser.js';
import { goTo } from '../support/open-browser.js';
import { openCatalog } from '../support/open-catalog.js';
import {
  anOrder,
  orderPlaced,
  orderPlacedLater,
  plainContract,
  publish,
  sendOrder,
  untilInForce,
} from '../support/publish-orders.js';

const ORDER = 'orders.order-placed';
const EVENT = `/events/${ORDER}`;
const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

inABrowser('the pages over everything, in a browser', browserTests);

function browserTests(executablePath: string): void {
  const catalog = openCatalog(executablePath);

  const post = (base: string, path: string, body: unknown) =>
    fetch(`${base}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText();

  it.each([
    ['/home', 'No contract yet'],
    ['/changes', 'Once contracts are published'],
    ['/health', 'no event came in 24 hours'],
    ['/sunset', 'Everything stays'],
    ['/review', 'Once contracts are in force'],
    ['/lineage', 'No contract yet'],
    ['/undescribed', 'Everything has an owner'],
  ])('%s of an empty catalog says what will be there', async (path, says) => {
    const { page } = await catalog.views.open(path);
    await page.getByText(says, { exact: false }).first().waitFor();
  });

  it('what needs somebody is on one page: cause, refused change, sunset, what is nobody’s', async () => {
    const { registryUrl, gatewayUrl } = catalog.concordat;
    await publish(
      registryUrl,
      orderPlaced({
        producers: [{ principal: 'shop', source: '/shop/eu' }],
        fields: {
          '/customer/email': { classification: 'pii.contact', mask: 'redact' },
          '/couponCode': { deprecatedOn: inDays(-9), sunsetOn: inDays(9) },
        },
      }),
    );
    await post(registryUrl, '/v1/consumptions', {
      ...{ apiVersion: 'concordat/v1', kind: 'Consumption', consumer: 'billing-service' },
      ...{ owner: { team: 'billing' }, of: ORDER, needs: { '/total': {}, '/couponCode': {} } },
    });
    await untilInForce(gatewayUrl);
    await sendOrder(gatewayUrl, anOrder('o-1', { status: 'lost' }), 'o-1');
    const poll = `/v1/groups/fraud-watch/topics/orders.events`;
    await post(gatewayUrl, `${poll}/poll`, { member: 'one', limit: 10 });
    await fetch(`${gatewayUrl}${poll}/members/one`, { method: 'DELETE' });
    const { definition } = orderPlaced().schema;
    const properties = { ...definition.properties, total: { type: 'string' } };
    const schema = { ...orderPlaced().schema, definition: { ...definition, properties } };
    await post(registryUrl, '/v1/contracts', orderPlaced({ schema }));
    await post(registryUrl, '/subjects/legacy.users-value/versions', {
      ...{ schemaType: 'JSON', schema: '{"type":"object"}' },
    });
    const { page } = await catalog.views.open('/home');
    for (const words of [
      /fraud-watch stopped reading orders.events/,
      /not one of the allowed values/,
      /would break events or readers/,
      /in 9 days/,
      /1 subject without a contract/,
    ])
      await page.getByText(words).first().waitFor();
    await page.getByRole('link', { name: /not one of the allowed values/ }).click();
    await page.waitForURL(/\/quarantine\?cause=/);
  }, 60_000);

  it('health says what is wrong before any number, and follows while one looks', async () => {
    const { page } = await catalog.views.open('/health');
    await page.getByText('fraud-watch stopped reading orders.events').waitFor();
    await eventually(async () => expect(await page.getByText('on bytes').count()).toBe(1));
    const accepted = page.locator('dl dd').first();
    const before = Number(await accepted.innerText());
    await sendOrder(catalog.concordat.gatewayUrl, anOrder('o-2'), 'o-2');
    await eventually(async () =>
      expect(Number(await accepted.innerText())).toBeGreaterThan(before),
    );
  });

  it('pages hear of it over one stream, and do not ask while nothing moves', async () => {
    const { page } = await catalog.views.open('/health');
    await page.waitForTimeout(3_000); // What moved before has been told by then.
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.waitForTimeout(5_000);
    expect(asked.filter((path) => path === '/catalog/v1/health').length).toBeLessThanOrEqual(1);
    await sendOrder(catalog.concordat.gatewayUrl, anOrder('o-3'), 'o-3');
    await eventually(async () => Promise.resolve(expect(asked).toContain('/catalog/v1/health')));
  });

  it('the sunset board counts down in words and names who holds on', async () => {
    const { page } = await catalog.views.open('/sunset');
    const row = page.getByRole('listitem').filter({ hasText: '/couponCode' }).first();
    const text = await row.innerText();
    for (const words of [
      'in 9 days',
      'shop',
      'billing-service',
      'declared',
      'fraud-watch',
      'observed',
    ])
      expect(text).toContain(words);
  });

  it('the event page names producers and consumers, declared and observed, with their needs', async () => {
    const { page } = await catalog.views.open(EVENT);
    const parties = page.locator('#parties');
    await parties.getByText('fraud-watch').waitFor();
    await eventually(async () => {
      const text = await parties.innerText();
      expect(text).toMatch(/shop\s+Declared, seen/);
      expect(text).toMatch(/billing-service\s+billing\s+Declared, not seen/);
      expect(text).toMatch(/fraud-watch\s+Observed/);
    });
    await parties.getByRole('link', { name: '/total' }).click();
    await page.waitForURL(`**${EVENT}/field?path=/total`);
    await page.getByText('declared', { exact: true }).waitFor();
    await eventually(async () => expect(await page.getByText('Range').count()).toBe(1));
  });

  it('who breaks is named where a breaking change is judged [covers 4]', async () => {
    await publish(catalog.concordat.registryUrl, orderPlacedLater());
    const { definition } = orderPlacedLater().schema;
    const { total: _, ...properties } = definition.properties;
    const required = (definition as { required?: string[] }).required?.filter(
      (name) => name !== 'total',
    );
    const schema = { ...orderPlaced().schema, definition: { ...definition, properties, required } };
    const path = '/v1/contracts?force=true';
    expect((await post(catalog.concordat.registryUrl, path, orderPlaced({ schema }))).status).toBe(
      201,
    );
    const { page } = await catalog.views.open(`${EVENT}/diff/2..3`);
    const change = page.getByRole('listitem').filter({ hasText: '"total"' }).first();
    const button = change.getByRole('button').first();
    if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click();
    await change.getByText('Read by:').waitFor();
    await eventually(async () =>
      expect(await change.innerText()).toMatch(/billing-service \(declared by billing\)/),
    );
  });

  it('a comparison with a version there is not says so in the server’s words', async () => {
    const { page } = await catalog.views.open(`${EVENT}/diff/1..77`);
    await page.getByRole('heading', { name: 'No such version' }).waitFor();
    await page.getByText('has no version 77').waitFor();
    await goTo(page, `${EVENT}/diff/nonsense`);
    await page.getByRole('heading', { name: 'Versions unreadable' }).waitFor();
  });

  it('the lineage is walked by arrows, followed by Enter, and its place is in the address', async () => {
    const { page } = await catalog.views.open(`/lineage?of=event:${ORDER}`);
    const node = (name: RegExp) => page.getByRole('button', { name }).first();
    await node(/^Order placed, event/).focus();
    await page.keyboard.press('ArrowRight');
    await eventually(async () =>
      expect(
        await page.evaluate<string>('document.activeElement.getAttribute("aria-label")'),
      ).toMatch(/service/),
    );
    await page.keyboard.press('Enter');
    await page.waitForURL(/of=service/);
    await page.getByRole('button', { name: '1', exact: true }).click();
    await page.waitForURL(/depth=1/);
    const again = await catalog.views.open(
      new URL(page.url()).pathname + new URL(page.url()).search,
    );
    await eventually(async () => {
      expect(await heading(again.page)).toBe(await heading(page));
      const drawn = await page.locator('svg path[class*=stroke]').count();
      const rows = await page.locator('tbody tr').count();
      expect(rows).toBeGreaterThan(0);
      expect(drawn).toBeGreaterThanOrEqual(rows);
    });
  });

  it('every page is two keys away, and the palette knows them all', async () => {
    const { page } = await catalog.views.open('/');
    for (const [keys, path] of [
      ['gh', '/home'],
      ['gd', '/changes'],
      ['gp', '/health'],
      ['gq', '/quarantine'],
      ['gl', '/lineage'],
      ['gs', '/sunset'],
      ['gr', '/review'],
      ['gu', '/undescribed'],
      ['ge', '/'],
    ] as const) {
      for (const key of keys) await page.keyboard.press(key);
      await page.waitForURL(catalog.concordat.registryUrl + path);
    }
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('combobox', { name: 'Where to' }).fill('sunset');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/sunset');
    await page.getByRole('heading', { name: 'Sunset', level: 1 }).waitFor();
    await page.keyboard.press('j');
    await eventually(async () =>
      expect(await page.evaluate<string>('document.activeElement.textContent')).toContain(
        '/couponCode',
      ),
    );
  });

  it('the review names what to look at again and whose it is, and says what is fine [covers 76]', async () => {
    const { page } = await catalog.views.open('/home');
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('combobox', { name: 'Where to' }).fill('review');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Review', level: 1 }).waitFor();
    const refused = page.getByRole('region', { name: /Refused more often/ });
    await refused.getByText(/% refused/).waitFor();
    await page.getByText('Every consumer stands by what it declared').waitFor();
    await page.keyboard.press('j');
    await eventually(async () =>
      expect(await page.evaluate<string>('document.activeElement.textContent')).toBe(
        'Order placed',
      ),
    );
    await page.getByRole('button', { name: '90 days' }).click();
    await page.waitForURL(/days=90/);
    await page.getByText('Every event older than 90 days was read within them').waitFor();
    await refused.getByRole('link', { name: 'orders' }).click();
    await page.waitForURL(/days=90&team=orders|team=orders&days=90/);
    await page.getByText('Of orders only.').waitFor();
    await page.getByRole('link', { name: 'Show everybody’s' }).click();
    await refused.getByRole('link', { name: 'See why' }).click();
    await page.waitForURL(/quarantine\?event=orders.order-placed/);
  });

  it('a list of the review has an address, a way back, and pages behind it', async () => {
    const { page } = await catalog.views.open('/review?list=refused');
    await page.getByRole('heading', { name: /Refused more often/ }).waitFor();
    await eventually(async () =>
      expect(await page.getByRole('heading', { level: 2 }).count()).toBe(1),
    );
    await goTo(page, '/review?list=refused&from=100');
    await page.getByText('1 in all').waitFor();
    await page.keyboard.press('p');
    await page.waitForURL(/review\?list=refused$/);
    await page.getByRole('link', { name: 'The whole review' }).click();
    await page.waitForURL(/\/review$/);
  });

  it('on a phone the page that is shown is in sight of the navigation, and the search says what it finds', async () => {
    const { page } = await catalog.views.open('/review', { viewport: PHONE });
    await eventually(async () => {
      const place = await page.evaluate<{ left: number; right: number }>(
        `[...document.querySelectorAll('nav [aria-current=page]')].at(-1).getBoundingClientRect().toJSON()`,
      );
      expect(place.left).toBeGreaterThanOrEqual(0);
      expect(place.right).toBeLessThanOrEqual(PHONE.width);
    });
    const spare = await page.evaluate<number>(`(() => {
      const field = document.getElementById('search');
      const { font, paddingLeft, paddingRight } = getComputedStyle(field);
      const pen = document.createElement('canvas').getContext('2d');
      pen.font = font;
      const words = pen.measureText(field.placeholder).width;
      return field.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) - words;
    })()`);
    expect(spare).toBeGreaterThan(0);
  });

  it('an event that changed several times in a week stands among what changed lately once', async () => {
    const { registryUrl } = catalog.concordat;
    const versionOf = (id: string, purpose: string) =>
      publish(registryUrl, { ...plainContract(id, 'restless'), description: { purpose } });
    await versionOf('quiet.event', 'One.');
    for (const purpose of ['One.', 'Two.', 'Three.', 'Four.', 'Five.'])
      await versionOf('restless.event', purpose);
    const { changed } = (await (await fetch(`${registryUrl}/catalog/v1/home`)).json()) as {
      changed: { event: { id: string } }[];
    };
    const times = { version: 5, versions: 5, before: null };
    expect(changed.slice(0, 2)).toMatchObject([
      { event: { id: 'restless.event' }, ...times },
      { event: { id: 'quiet.event' }, version: 1, versions: 1, before: null },
    ]);
    expect(new Set(changed.map(({ event }) => event.id)).size).toBe(changed.length);
    const { page } = await catalog.views.open('/home');
    await page.getByRole('link', { name: 'new, 5 versions' }).click();
    await page.waitForURL(/\/changes\?contract=restless\.event/);
  });

  it('what nobody knows is told, with a way on', async () => {
    for (const [path, says] of [
      ['/lineage?of=service:nobody', 'Nothing of that name'],
      [`${EVENT}/field?path=/nothing`, 'No such field'],
    ] as const) {
      const { page } = await catalog.views.open(path);
      await page.getByRole('heading', { name: says }).waitFor();
      await page.getByRole('link', { name: 'All events' }).waitFor();
    }
  });

  const pages = [
    ...['/', '/home', '/health', '/sunset', '/lineage', `/lineage?of=event:${ORDER}`],
    ...['/undescribed', '/quarantine', EVENT, `${EVENT}/diff/2..3`],
    ...[
      `${EVENT}/field?path=/status`,
      `${EVENT}/field?path=/customer/email`,
      '/lineage?of=service:x',
    ],
  ];
  it.each(pages)(
    '%s has no accessibility violation, wide and light, on a phone and dark',
    (path) => catalog.views.expectAccessible(path),
    60_000,
  );

  it('a phone shows the lineage as a drawing to move and as a table', async () => {
    const { page } = await catalog.views.open(`/lineage?of=event:${ORDER}`, { viewport: PHONE });
    await page.getByRole('heading', { name: 'The same in words' }).waitFor();
    await eventually(async () => expect(await page.locator('tbody tr').count()).toBeGreaterThan(2));
  });

  it('no page asked anybody but its own server', () => catalog.views.expectNoStranger());
}
