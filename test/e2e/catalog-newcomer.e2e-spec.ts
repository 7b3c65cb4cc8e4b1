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

const EVENT = '**/events/orders.order-placed';

/** From the list to the event: three keys and a word, or one click. */
const openByMouse = (page: Page) => link(page, 'Order placed').click();
async function openByKeyboard(page: Page): Promise<void> {
  await searchByKeyboard(page, 'order placed', 1);
  await press(page, 'Enter', 'Enter');
  await page.waitForURL(EVENT);
  await page.getByRole('treeitem').first().waitFor();
}
const TASKS: readonly Task[] = [
  {
    asks: 'who owns this event, and where do I ask?',
    byMouse: openByMouse,
    byKeyboard: openByKeyboard,
    answered: async (page) => {
      await see(page, '#orders');
      await see(page, /on call pagerduty:P123/);
    },
  },
  {
    asks: 'where is the coupon code, and may I still use it?',
    byMouse: async (page) => {
      await page.getByRole('searchbox').first().fill('couponcode');
      await link(page, '/couponCode').click();
    },
    byKeyboard: async (page) => {
      await press(page, 'ControlOrMeta+k');
      await page.keyboard.type('couponcode');
      await chooseOption(page, /couponCode/);
    },
    answered: async (page) => {
      const line = page.getByRole('treeitem', { selected: true });
      await line.waitFor();
      await eventually(async () =>
        expect(await line.innerText()).toMatch(/Deprecated[\s\S]*\/discounts/),
      );
    },
  },
  {
    asks: 'what changed last, and does it break anybody?',
    byMouse: async (page) => {
      await openByMouse(page);
      await link(page, 'changes in version 2').click();
    },
    byKeyboard: async (page) => {
      await openByKeyboard(page);
      await press(page, 'd');
    },
    answered: async (page) => {
      await page.waitForURL(/diff\/1\.\.2/);
      await see(page, 'Proved to fit');
      await see(page, /giftNote/);
    },
  },
  {
    asks: 'would the event I am about to send be taken?',
    byMouse: async (page) => {
      await openByMouse(page);
      await page.getByRole('textbox', { name: 'Event to try' }).fill('{"orderId": 1}');
      await page.getByRole('button', { name: 'Validate' }).click();
    },
    byKeyboard: async (page) => {
      await openByKeyboard(page);
      await press(page, 'v', 'ControlOrMeta+a');
      await page.keyboard.insertText('{"orderId": 1}');
      await press(page, 'ControlOrMeta+Enter');
    },
    answered: (page) => see(page, 'It would be refused'),
  },
  {
    asks: 'what was refused, and why?',
    byMouse: async (page) => {
      await link(page, 'Quarantine').click();
      await page.getByRole('button', { name: /not one of the allowed values/ }).click();
    },
    byKeyboard: async (page) => {
      await press(page, 'g', 'q');
      await page.locator('[data-cause]').first().waitFor();
      await until(page, 'j', /not one of the allowed values/);
      await press(page, 'Enter');
    },
    answered: async (page) => {
      await page.waitForURL(/cause=/);
      await see(page, '/shop/eu');
    },
  },
  {
    asks: 'who breaks if I change the total?',
    byMouse: async (page) => {
      await openByMouse(page);
      await page.locator('#parties').getByRole('link', { name: '/total' }).click();
    },
    byKeyboard: async (page) => {
      await openByKeyboard(page);
      await page.locator('#parties li a').first().waitFor();
      await press(page, 'w');
      await until(page, 'Tab', /\/total$/);
      await press(page, 'Enter');
    },
    answered: async (page) => {
      await page.waitForURL(/field\?path=\/total/);
      await see(page, 'billing-service');
    },
  },
  {
    asks: 'where does the event go from here?',
    byMouse: async (page) => {
      await openByMouse(page);
      await page.locator('#parties').getByRole('link', { name: 'Lineage' }).click();
    },
    byKeyboard: async (page) => {
      await press(page, 'g', 'l');
      await page.locator('[data-stop]').first().waitFor();
      await until(page, 'j', /Order placed/);
      await press(page, 'Enter');
    },
    answered: async (page) => {
      await page.getByRole('heading', { name: 'Lineage of Order placed' }).waitFor();
      await eventually(async () =>
        expect(await page.locator('tbody').innerText()).toContain('billing-service'),
      );
    },
  },
  {
    asks: 'is anything wrong right now?',
    byMouse: (page) => link(page, 'Health').click(),
    byKeyboard: (page) => press(page, 'g', 'p'),
    answered: async (page) => {
      await page.getByRole('heading', { name: 'Health', level: 1 }).waitFor();
      await see(page, /refused event waits in quarantine/);
    },
  },
  {
    asks: 'what goes soon, and who still holds on to it?',
    byMouse: (page) => link(page, 'Sunset').click(),
    byKeyboard: (page) => press(page, 'g', 's'),
    answered: async (page) => {
      await page.getByRole('heading', { name: 'Sunset', level: 1 }).waitFor();
      await see(page, '/couponCode');
    },
  },
  {
    asks: 'which events are the team’s that lends books?',
    byMouse: async (page) => {
      await page.getByRole('checkbox', { name: /lending/ }).check();
    },
    byKeyboard: async (page) => {
      await press(page, 'ControlOrMeta+k');
      await page.keyboard.type('lending');
      await page
        .getByRole('option', { name: /lending/ })
        .first()
        .waitFor();
      const options = await page.getByRole('option').allInnerTexts();
      const at = options.findIndex((text) => text.includes('owner,'));
      for (let i = 0; i < at; i++) await press(page, 'ArrowDown');
      await press(page, 'Enter');
    },
    answered: async (page) => {
      await page.waitForURL(/owner=lending/);
      await see(page, '2 of 3 events');
    },
  },
  {
    asks: 'which events hold personal data?',
    byMouse: (page) => page.getByRole('checkbox', { name: /pii\.contact/ }).check(),
    byKeyboard: async (page) => {
      await press(page, 'ControlOrMeta+k');
      await page.keyboard.type('pii.c');
      const group = page.getByRole('option', { name: /personal data, 1 event/ });
      await group.waitFor();
      for (let i = 0; i < 20 && (await group.getAttribute('aria-selected')) !== 'true'; i++)
        await press(page, 'ArrowDown');
      await press(page, 'Enter');
    },
    answered: async (page) => {
      await page.waitForURL(/personal=pii\.contact/);
      await see(page, '1 of 3 events');
      await link(page, 'Order placed').waitFor();
    },
  },
  {
    asks: 'which contracts only observe?',
    byMouse: (page) => page.getByRole('checkbox', { name: /observe/ }).check(),
    byKeyboard: async (page) => {
      await until(page, 'Tab', /observe/);
      await press(page, 'Space');
    },
    answered: async (page) => {
      await page.waitForURL(/enforcement=observe/);
      await see(page, '1 of 3 events');
    },
  },
  {
    asks: 'how do I read it, and how do I say so?',
    byMouse: async (page) => {
      await openByMouse(page);
      await link(page, 'Read it').click();
    },
    byKeyboard: async (page) => {
      await openByKeyboard(page);
      await until(page, 'Tab', /^\s*Read it/);
      await press(page, 'Enter');
    },
    answered: async (page) => {
      await page.waitForURL(/#read$/);
      const command = await page.getByLabel('Command that reads it').innerText();
      expect(command).toMatch(/^curl -N 'http:\/\/.+\/v1\/topics\/orders\.events\/tail/);
    },
  },
];

inABrowser('tasks of a newcomer', browserTests);

function browserTests(executablePath: string): void {
  const catalog = openCatalog(executablePath, async (concordat) => {
    const { registryUrl, gatewayUrl } = concordat;
    await publish(registryUrl, orderPlaced());
    await publish(registryUrl, orderPlacedLater());
    const observed = { enforcement: { mode: 'observe' } };
    await publish(registryUrl, plainContract('library.book-lent', 'lending'));
    await publish(registryUrl, { ...plainContract('library.book-back', 'lending'), ...observed });
    const needs = {
      ...{ apiVersion: 'concordat/v1', kind: 'Consumption', consumer: 'billing-service' },
      ...{ owner: { team: 'billing' }, of: 'orders.order-placed', needs: { '/total': {} } },
    };
    const headers = { 'Content-Type': 'application/json' };
    const body = JSON.stringify(needs);
    await fetch(`${registryUrl}/v1/consumptions`, { method: 'POST', headers, body });
    await untilInForce(gatewayUrl);
    await sendOrder(gatewayUrl, anOrder('o-1', { status: 'lost' }), 'o-1');
  });

  it.each(TASKS)('by mouse: $asks', async ({ byMouse, answered }) => {
    const { page } = await catalog.views.open('/');
    await byMouse(page);
    await answered(page);
  });

  it.each(TASKS)('by keyboard alone: $asks', async ({ byKeyboard, answered }) => {
    const { page } = await catalog.views.open('/');
    await byKeyboard(page);
    await answered(page);
  });

  it('what the page says to copy is what Concordat takes', async () => {
    const { page } = await catalog.views.open('/events/orders.order-placed');
    const declared = await page.getByLabel('File that says what is read').innerText();
    const taken = await fetch(`${catalog.concordat.registryUrl}/v1/consumptions`, {
      ...{ method: 'POST', headers: { 'Content-Type': 'application/yaml' }, body: declared },
    });
    expect({ status: taken.status, said: await taken.json() }).toMatchObject({
      status: 201,
      said: { consumer: 'my-service', of: 'orders.order-placed', unknownFields: [] },
    });
  });

  it('no page complained, and none asked anybody but its own server', () =>
    catalog.views.expectQuiet());
}
