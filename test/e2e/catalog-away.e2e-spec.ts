import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { axeViolations } from '../support/axe-violations.js';
import { CatalogViews, PHONE, WIDE } from '../support/catalog-views.js';
import { createDatabase } from '../support/create-database.js';
import { eventually } from '../support/eventually.js';
import { inABrowser } from '../support/in-a-browser.js';
import { openBrowser } from '../support/open-browser.js';
import { PausableProxy } from '../support/pausable-proxy.js';
import {
  anOrder,
  orderPlaced,
  orderPlacedLater,
  plainContract,
  publish,
  publishInForce,
  sendOrder,
} from '../support/publish-orders.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const EVENT = '/events/orders.order-placed';
/** Pages that ask again by themselves, and such that are asked once. */
const PAGES = ['/', '/home', EVENT, `${EVENT}/diff/1..2`, '/quarantine', '/review'];
const STORAGE = 'Storage is away';
const SERVER = 'Concordat does not answer';

const placeOf = (url: string) => ({ host: new URL(url).hostname, port: Number(new URL(url).port) });
const titleOf = (page: Page) => page.getByRole('heading', { level: 1 });
const bar = (page: Page) => page.getByRole('status', { name: 'Connection to the server' });
const tryField = (page: Page) => page.getByRole('textbox', { name: 'Event to try' });

/** Every word of the bar since now, and how often the page's first heading changed. */
const follow = (page: Page) =>
  page.evaluate(`{
    const bar = document.querySelector('[role=status][aria-label^=Connection]');
    const title = () => document.querySelector('h1')?.textContent ?? '';
    window.told = [];
    window.titles = [title()];
    const look = () => {
      if (bar.textContent) window.told.push(bar.textContent);
      if (title() !== window.titles.at(-1)) window.titles.push(title());
    };
    new MutationObserver(look).observe(document.body, {
      subtree: true, childList: true, characterData: true,
    });
  }`);
const toldTo = (page: Page) => page.evaluate<string[]>('window.told');
const titlesOf = (page: Page) => page.evaluate<string[]>('window.titles');

async function expectAccessible(page: Page): Promise<void> {
  for (const viewport of [WIDE, PHONE]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await axeViolations(page, { 'target-size': { enabled: true } })).toEqual([]);
    }
    const width = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(viewport.width);
  }
}

inABrowser('a catalog whose server or storage is away', browserTests);

function browserTests(executablePath: string): void {
  let concordat: StartedConcordat;
  let browser: Browser;
  let views: CatalogViews;
  /** In front of PostgreSQL, and in front of the registry as the browser meets it. */
  let storage: PausableProxy;
  let server: PausableProxy;

  beforeAll(async () => {
    const database = new URL(await createDatabase());
    storage = new PausableProxy(placeOf(database.href));
    await storage.open();
    database.port = String(storage.port);
    concordat = await startConcordat({ DATABASE_URL: database.href });
    server = new PausableProxy(placeOf(concordat.registryUrl));
    await server.open();
    browser = await openBrowser(executablePath);
    views = new CatalogViews(browser, `http://127.0.0.1:${server.port}`);
    const { registryUrl, gatewayUrl } = concordat;
    await publishInForce(concordat, orderPlaced());
    await publish(registryUrl, orderPlacedLater());
    await publish(registryUrl, plainContract('shelf.thing', 'crew'));
    expect(await sendOrder(gatewayUrl, anOrder('lost', { status: 'lost' }), 'lost')).toBe(422);
  }, 120_000);
  afterEach(async () => {
    server.speak();
    for (const door of [server, storage]) {
      await door.shut();
      await door.open();
    }
    await eventually(async () => {
      expect((await fetch(`${concordat.registryUrl}/catalog/v1/review`)).status).toBe(200);
    }, 30_000);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await concordat?.stop();
    await server?.shut();
    await storage?.shut();
  });

  it('an open page keeps what it shows, says since when it is old, and is made new by itself', async () => {
    const { page } = await views.open(EVENT);
    await page.getByRole('heading', { name: 'What it promises' }).waitFor();
    await follow(page);
    await storage.shut();
    await bar(page).getByText(STORAGE).waitFor();
    await eventually(async () =>
      expect(await bar(page).innerText()).toMatch(
        /PostgreSQL cannot be reached.*What you see is from \d\d:\d\d:\d\d/,
      ),
    );
    await page.locator('main[data-old]').waitFor();
    await expectAccessible(page);
    await storage.open();
    await page.locator('main:not([data-old])').waitFor();
    await eventually(async () => {
      expect((await toldTo(page)).join('\n')).toContain('Concordat answers again');
    }, 30_000);
    expect(await titlesOf(page)).toHaveLength(1);
  }, 120_000);

  it('a page opened meanwhile says why it is empty, does not flicker, and is there when storage is', async () => {
    await storage.shut();
    const opened: Page[] = [];
    for (const path of PAGES) opened.push((await views.open(path)).page);
    for (const page of opened) {
      await titleOf(page).getByText(STORAGE).waitFor();
      await follow(page);
    }
    const [list] = opened as [Page];
    for (let asked = 0; asked < 3; asked++)
      await list.waitForResponse((answer) => answer.status() === 503);
    for (const page of opened) expect(await titlesOf(page)).toEqual([STORAGE]);
    await expectAccessible(list);
    await storage.open();
    for (const page of opened)
      await page.locator('h1', { hasNotText: STORAGE }).waitFor({ timeout: 50_000 });
  }, 180_000);

  it('where the server is gone, a page whose code was never loaded says so in place, and comes later', async () => {
    const { page } = await views.open('/import');
    await page.evaluate('window.isSameDocument = true');
    await server.shut();
    await page.getByRole('link', { name: 'Sunset' }).first().click();
    await titleOf(page).getByText(SERVER).waitFor();
    expect(new URL(page.url()).pathname).toBe('/sunset');
    expect(await page.evaluate('window.isSameDocument')).toBe(true);
    await server.open();
    await titleOf(page).getByText('Sunset').waitFor();
  }, 120_000);

  it('a server that is silent is said to take long, and the answer that comes ends it', async () => {
    const { page } = await views.open('/home');
    await follow(page);
    server.silence();
    await bar(page).getByText('Concordat takes long to answer').waitFor();
    server.speak();
    await bar(page).getByText('takes long').waitFor({ state: 'detached' });
    expect(await titlesOf(page)).toEqual(['What needs you']);
  }, 120_000);

  it('an event that is tried is judged when the server is back; what was typed outlives a reload and a version', async () => {
    const { page } = await views.open(EVENT);
    await tryField(page).fill('{"orderId": 1}');
    await page.getByText('It would be refused').waitFor();
    await server.shut();
    await tryField(page).fill('{"orderId": 2}');
    await page.getByRole('status', { name: 'Verdict' }).getByText(SERVER).waitFor();
    // The verdict on what stood there before is not taken for one on this.
    await page.getByText('It would be refused').waitFor({ state: 'detached' });
    await server.open();
    await page.getByText('It would be refused').waitFor();
    await page.reload();
    await eventually(async () => expect(await tryField(page).inputValue()).toContain('2'), 30_000);
    await publish(concordat.registryUrl, orderPlacedLater());
    await publish(concordat.registryUrl, orderPlaced({ tags: ['later'] }));
    await page.getByRole('link', { name: 'later' }).first().waitFor();
    expect(await tryField(page).inputValue()).toBe('{"orderId": 2}');
  }, 120_000);

  it('what was typed is kept in the tab for an hour, says so, and is forgotten with one click', async () => {
    const { page } = await views.open(EVENT);
    const kept = () =>
      page.evaluate<string[]>(
        "Object.keys(sessionStorage).filter((key) => key.startsWith('concordat-draft '))",
      );
    const example = await tryField(page).inputValue();
    const typed = '{"email": "ada@example.com"}';
    const says = page.getByText('stays in this tab for an hour');
    await tryField(page).fill(typed);
    await says.waitFor();
    expect(await kept()).toHaveLength(1);
    await page.getByRole('button', { name: 'Forget it' }).click();
    await says.waitFor({ state: 'detached' });
    expect(await kept()).toEqual([]);
    expect(await tryField(page).inputValue()).toBe(example);

    await tryField(page).fill(typed);
    await says.waitFor();
    await page.evaluate(
      `sessionStorage.setItem('concordat-draft try orders.order-placed', JSON.stringify({ text: '${typed}', atMs: Date.now() - 3_601_000 }))`,
    );
    await page.reload();
    await eventually(async () => expect(await kept()).toEqual([]), 30_000);
    expect(await tryField(page).inputValue()).toBe(example);
  }, 120_000);

  it('a correction that met no server is not called refused, and is still there', async () => {
    const { page } = await views.open('/quarantine');
    await page.locator('[data-cause]').first().click();
    await page.locator('[data-case]').first().click();
    await page.getByRole('button', { name: 'Correct it' }).click();
    const field = page.getByRole('textbox', { name: 'The corrected event' });
    await field.fill('{"half": "written"}');
    await server.shut();
    await page.getByRole('button', { name: 'Send the corrected event' }).click();
    const said = page.getByRole('alert').getByText('may have been done or not');
    await said.waitFor();
    expect(await said.innerText()).not.toContain('Refused');
    await bar(page).getByText(SERVER).waitFor();
    expect(await field.inputValue()).toBe('{"half": "written"}');
    await server.open();
    await page.locator('main:not([data-old])').waitFor();
    await page.reload();
    await eventually(async () => {
      expect(await field.inputValue()).toBe('{"half": "written"}');
    }, 30_000);
  }, 120_000);

  it('the palette says that events cannot be looked for, instead of that there are none', async () => {
    const { page } = await views.open('/home');
    await server.shut();
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('combobox', { name: 'Where to' }).fill('thing');
    await page.getByText('Events cannot be looked for now').waitFor();
    await server.open();
    await page.getByRole('option', { name: /shelf.thing/ }).waitFor();
  }, 120_000);

  it('nothing of one event stands under the name of the next while it loads', async () => {
    const { page } = await views.open(EVENT);
    await page.getByRole('heading', { name: 'Who writes it, who reads it' }).waitFor();
    await page.route(/shelf\.thing\/parties/, () => undefined);
    await page.getByRole('link', { name: 'Events' }).first().click();
    await page.getByRole('link', { name: 'Plain shelf.thing' }).click();
    await titleOf(page).getByText('Plain shelf.thing').waitFor();
    await page.getByRole('status', { name: 'Producers and consumers are loading' }).waitFor();
  }, 60_000);

  it.each([
    ['/quarantine?cause=gone', 'The cause this address names is not among these'],
    ['/undescribed?after=zzz', 'Every subject is in a contract'],
    ['/sunset?after=zzz', 'The list ends before this page'],
    ['/sunset?team=nobody', 'Everything of nobody stays'],
    ['/?cursor=rubbish', 'Cursor unreadable'],
    [`${EVENT}/diff/abc`, 'Versions unreadable'],
  ])(
    '%s says that what it names is not there, and breaks no rule of WCAG 2.2 AA',
    async (path, says) => {
      const { page } = await views.open(path);
      await page.getByText(says).first().waitFor();
      expect(await page.getByRole('button', { name: 'Ask again' }).count()).toBe(0);
      await expectAccessible(page);
    },
    60_000,
  );

  it('no page asked anybody but its own server', () => views.expectNoStranger());
}
