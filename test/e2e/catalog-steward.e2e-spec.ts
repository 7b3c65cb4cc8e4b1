import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { chooseOption } from '../support/choose-option.js';
import { eventually } from '../support/eventually.js';
import { inABrowser } from '../support/in-a-browser.js';
import { link, press, searchByKeyboard, see, type Task, until } from '../support/newcomer-task.js';
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

const ORDERS = '/events/orders.order-placed';
const alike = (id: string, owner: string) => ({
  ...plainContract(id, owner),
  name: 'Order placed',
});
const LEGACY = {
  ...alike('legacy.order-placed', 'orders'),
  status: 'deprecated',
  deprecation: { sunset: '2099-06-30', migration: 'Use orders.order-placed.' },
};
const onBooks = (id: string) => ({
  ...plainContract(id, 'lending'),
  envelope: { spec: 'cloudevents', type: `com.acme.${id}` },
  channel: { topic: 'library.books' },
});

/** They look alike, and stand with the one that stays first. */
async function threeAlike(page: Page): Promise<void> {
  await eventually(async () =>
    expect(
      await page.locator('[data-name]').evaluateAll((all) => all.map((a) => a.dataset['name'])),
    ).toEqual(['orders.order-placed', 'web.order-placed', 'legacy.order-placed']),
  );
  await see(page, 'web.order-placed');
}

/** What somebody asks who answers for an event, or is about to build on one. */
const TASKS: readonly (Task & { readonly from: string })[] = [
  {
    asks: 'which of three events that look alike is the right one?',
    from: '/',
    byMouse: async (page) => {
      await page.getByRole('searchbox').first().fill('order placed');
      await threeAlike(page);
      await page.locator('[data-name="legacy.order-placed"]').click();
    },
    byKeyboard: async (page) => {
      await searchByKeyboard(page, 'order placed', 3);
      await threeAlike(page);
      await press(page, 'Enter', 'j', 'j', 'Enter');
    },
    answered: async (page) => {
      await page.waitForURL('**/events/legacy.order-placed');
      await see(page, 'It ends on 2099-06-30. Use orders.order-placed.');
    },
  },
  {
    asks: 'may I retire this event, and delete its topic?',
    from: ORDERS,
    byMouse: (page) => link(page, 'May it go?').click(),
    byKeyboard: async (page) => {
      await until(page, 'Tab', /May it go\?/);
      await press(page, 'Enter');
    },
    answered: async (page) => {
      await page.waitForURL(/#leaving$/);
      const told = page.locator('#leaving');
      await told.getByText('not yet: 1 producer sends it, 1 consumer reads it').waitFor();
      await told.getByText('/shop/eu sent it within seven days.').waitFor();
      await told.getByText(/^billing-service: each withdraws/).waitFor();
      await told.getByText('No other contract uses').waitFor();
    },
  },
  {
    asks: 'which consumers are still on the old version?',
    from: ORDERS,
    byMouse: (page) => page.locator('#parties').getByRole('link', { name: 'what changed' }).click(),
    byKeyboard: async (page) => {
      await page.locator('#parties li a').first().waitFor();
      await press(page, 'w');
      await until(page, 'Tab', /what changed since/);
      expect(await page.locator('#parties').innerText()).toContain('Its list is from version 1;');
      await press(page, 'Enter');
    },
    answered: async (page) => {
      await page.waitForURL(/diff\/1\.\.2/);
      await see(page, /giftNote/);
    },
  },
  {
    asks: 'what happens if I make this field required, or take it away?',
    from: ORDERS,
    byMouse: async (page) => {
      await page.getByRole('treeitem', { name: /couponCode/ }).click();
      await link(page, 'Who uses it').click();
    },
    byKeyboard: async (page) => {
      await press(page, 'ControlOrMeta+k');
      await page.keyboard.type('couponcode');
      await chooseOption(page, /couponCode/);
      await page.getByRole('treeitem', { selected: true }).waitFor();
      await until(page, 'Tab', /^\s*Who uses it/);
      await press(page, 'Enter');
    },
    answered: async (page) => {
      await page.waitForURL(/field\?path=\/couponCode/);
      const told = page.locator('#changes');
      const change = (name: string) => told.getByRole('listitem').filter({ hasText: name });
      await change('Make it required').getByText('Such a version is refused.').waitFor();
      await change('Make it required').getByText('Fine until now, and refused then').waitFor();
      await change('Take it away').getByText('Such a version is taken').waitFor();
      await change('Make it required').getByRole('link', { name: 'The whole event' }).click();
      await page.waitForURL(/all=witness(:|%3A)required/);
      await change('Make it required').getByRole('link', { name: 'Less of it' }).waitFor();
    },
  },
];

inABrowser('tasks of somebody who answers for an event', browserTests);

function browserTests(executablePath: string): void {
  const catalog = openCatalog(executablePath, async ({ registryUrl, gatewayUrl }) => {
    await publish(registryUrl, orderPlaced());
    const needs = {
      ...{ apiVersion: 'concordat/v1', kind: 'Consumption', consumer: 'billing-service' },
      ...{ owner: { team: 'billing' }, of: 'orders.order-placed', needs: { '/total': {} } },
    };
    const declared = await fetch(`${registryUrl}/v1/consumptions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(needs),
    });
    expect(declared.status).toBe(201);
    await publish(registryUrl, orderPlacedLater());
    await publish(registryUrl, LEGACY);
    await publish(registryUrl, alike('web.order-placed', 'web'));
    await publish(registryUrl, onBooks('library.book-lent'));
    await publish(registryUrl, onBooks('library.book-back'));
    await untilInForce(gatewayUrl);
    expect(await sendOrder(gatewayUrl, anOrder('o-1'), 'o-1')).toBe(200);
  });

  it.each(TASKS)('by mouse: $asks', async ({ from, byMouse, answered }) => {
    const { page } = await catalog.views.open(from);
    await byMouse(page);
    await answered(page);
  });

  it.each(TASKS)('by keyboard alone: $asks', async ({ from, byKeyboard, answered }) => {
    const { page } = await catalog.views.open(from);
    await byKeyboard(page);
    await answered(page);
  });

  it('a field somebody declared to read is not taken away, and the page names who', async () => {
    const { page } = await catalog.views.open(`${ORDERS}/field?path=/total`);
    const gone = page.locator('#changes').getByRole('listitem').filter({ hasText: 'Take it away' });
    await gone.getByText('Such a version is refused: it breaks billing-service').waitFor();
    const { definition, ...schema } = orderPlacedLater().schema;
    const { total: _, ...properties } = definition.properties;
    const required = (definition as { required?: string[] }).required?.filter((n) => n !== 'total');
    const refused = await fetch(`${catalog.concordat.registryUrl}/v1/contracts`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(
        orderPlaced({ schema: { ...schema, definition: { ...definition, properties, required } } }),
      ),
    });
    expect({ status: refused.status, said: await refused.text() }).toMatchObject({
      status: 409,
      said: expect.stringContaining('billing-service'),
    });
  });

  it.each([
    ['field/changes?path=/gone', 404, 'FIELD_UNKNOWN'],
    ['field/changes', 400, 'QUERY_INVALID'],
  ])('%s is refused with %i %s', async (path, status, code) => {
    const answer = await fetch(`${catalog.concordat.registryUrl}/catalog/v1${ORDERS}/${path}`);
    expect({ status: answer.status, ...((await answer.json()) as object) }).toMatchObject({
      ...{ status, code },
    });
  });

  it('an event on a topic of others may go, and the topic may not', async () => {
    const { page } = await catalog.views.open('/events/library.book-back');
    const told = page.locator('#leaving');
    await told.getByText('nobody is known to hold on to it').waitFor();
    await told.getByText('No: library.books also carries').waitFor();
    await told.getByRole('link', { name: 'Plain library.book-lent' }).waitFor();
  });

  it('an open page follows an event to its end, and its last event is refused', async () => {
    const { registryUrl } = catalog.concordat;
    const book = onBooks('library.book-lent');
    const { page } = await catalog.views.open('/events/library.book-lent');
    const told = page.locator('#leaving');
    await told.getByText('Producers are warned with every answer').waitFor();
    await publish(registryUrl, {
      ...book,
      ...{ status: 'deprecated', deprecation: { sunset: '2099-06-30' } },
    });
    await told.getByText('It ends on 2099-06-30').waitFor();
    await publish(registryUrl, { ...book, status: 'retired' });
    await told.getByText('it is retired').waitFor();
    await page.getByText('It is retired: the gateway refuses its events.').waitFor();
    await eventually(async () => {
      const sent = await fetch(`${catalog.concordat.gatewayUrl}/events`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/cloudevents+json' },
        body: JSON.stringify({
          ...{ specversion: '1.0', id: 'b-1', source: '/desk', data: { shelfMark: 'A 1' } },
          type: 'com.acme.library.book-lent',
        }),
      });
      expect({ status: sent.status, said: await sent.json() }).toMatchObject({
        status: 404,
        said: { code: 'UNKNOWN_TYPE' },
      });
    });
  });

  it('no page complained, and none asked anybody but its own server', () =>
    catalog.views.expectQuiet());
}
