import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { axeViolations } from '../support/axe-violations.js';
import { chooseOption } from '../support/choose-option.js';
import { eventually } from '../support/eventually.js';
import { inABrowser } from '../support/in-a-browser.js';
import {
  goTo,
  openBrowser,
  untilAlive,
  type WatchedPage,
  watchedPage,
} from '../support/open-browser.js';
import {
  anOrder,
  orderPlaced,
  orderPlacedLater,
  plainContract,
  publish,
  sendOrder,
  untilInForce,
} from '../support/publish-orders.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const EVENT = '/events/orders.order-placed';
const EMAIL = 'ada.lovelace@example.com';
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const FILLERS = 104;

inABrowser('the catalog in a browser', browserTests);

function browserTests(executablePath: string): void {
  let concordat: StartedConcordat;
  let browser: Browser;
  const opened: WatchedPage[] = [];
  const open = async (path: string, options: BrowserContextOptions = {}): Promise<WatchedPage> => {
    const watched = await watchedPage(browser, concordat.registryUrl, {
      viewport: WIDE,
      ...options,
    });
    opened.push(watched);
    await goTo(watched.page, path);
    return watched;
  };
  const rowNames = (page: Page) => page.locator('[data-row] a:first-child').allInnerTexts();
  const publishFillers = async () => {
    for (let i = 0; i < FILLERS; i++) {
      const id = `library.book-${String(i).padStart(3, '0')}`;
      await publish(concordat.registryUrl, plainContract(id, i % 2 ? 'lending' : 'reading-room'));
    }
  };

  beforeAll(async () => {
    concordat = await startConcordat();
    browser = await openBrowser(executablePath);
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await concordat?.stop();
  });

  it('an empty catalog teaches the two commands that fill it', async () => {
    const { page } = await open('/');
    await page.getByRole('heading', { name: 'No contract yet' }).waitFor();
    await eventually(async () =>
      expect(await page.getByText('npx concordat demo --registry').count()).toBe(1),
    );
    await eventually(async () =>
      expect(await page.getByText(/npx concordat publish/).count()).toBe(1),
    );
  });

  it('a publication is listed and searchable soon, without a reload [covers 69]', async () => {
    const { page } = await open('/');
    await publish(concordat.registryUrl, orderPlaced());
    await page.getByRole('link', { name: 'Order placed' }).waitFor();
    const found = await fetch(`${concordat.registryUrl}/catalog/v1/events?q=fulfilment`);
    expect(await found.json()).toMatchObject({ total: 1, events: [{ id: 'orders.order-placed' }] });
    await publishFillers();
    await untilInForce(concordat.gatewayUrl);
  }, 60_000);

  it('search finds by name, and by field with a link to that field', async () => {
    const { page } = await open('/');
    const field = page.getByRole('searchbox', { name: 'Search events, owners and fields' });
    await field.fill('order plac');
    await page.waitForURL(/\?q=order\+plac$/);
    await eventually(async () => expect(await rowNames(page)).toEqual(['Order placed']));
    await field.fill('couponcode');
    await page.getByRole('link', { name: '/couponCode' }).click();
    await page.waitForURL(`**${EVENT}?field=/couponCode`);
    const line = page.getByRole('treeitem', { selected: true });
    await eventually(async () => expect(await line.innerText()).toContain('Deprecated'));
  });

  it('what is narrowed is in the address, and the address alone shows it again', async () => {
    const { page } = await open('/');
    await page.getByRole('checkbox', { name: /lending/ }).check();
    await page.waitForURL(/owner=lending/);
    await page.getByText('52 of 105 events').waitFor();
    const again = await open(new URL(page.url()).pathname + new URL(page.url()).search);
    await again.page.getByText('52 of 105 events').waitFor();
    await eventually(async () =>
      expect(await again.page.getByRole('checkbox', { name: /lending/ }).isChecked()).toBe(true),
    );
    await again.page.getByRole('searchbox', { name: /Search/ }).fill('nothing-like-it');
    await again.page.getByRole('heading', { name: /No event matches/ }).waitFor();
  });

  it('the palette goes anywhere by a few letters, and does what the page can do', async () => {
    const { page } = await open('/?q=book-077');
    const palette = page.getByRole('combobox', { name: 'Where to' });
    await page.keyboard.press('ControlOrMeta+k');
    await palette.fill('couponcode');
    const field = page.getByRole('option', { name: /couponCode/ });
    await field.waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await chooseOption(page, /couponCode/);
    await page.waitForURL(`**${EVENT}?field=/couponCode`);
    await page.getByRole('textbox', { name: 'Event to try' }).waitFor();
    await page.keyboard.press('ControlOrMeta+k');
    await palette.fill('try an');
    await page.getByRole('option', { name: /Try an event here/ }).waitFor();
    await page.keyboard.press('Enter');
    await eventually(async () =>
      expect(await page.evaluate<string>('document.activeElement.ariaLabel')).toBe('Event to try'),
    );
    await page.keyboard.press('ControlOrMeta+k');
    await palette.fill('quarant');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/quarantine');
  });

  it('format and tag narrow the list as owners do', async () => {
    const { page } = await open('/?tag=checkout');
    await page.getByText('1 of 105 events').waitFor();
    await eventually(async () =>
      expect(await page.getByRole('checkbox', { name: /checkout/ }).isChecked()).toBe(true),
    );
    await goTo(page, '/?format=AVRO');
    await page.getByRole('heading', { name: 'No event has all of that' }).waitFor();
  });

  it('the second page follows by link, and the way back too', async () => {
    const { page } = await open('/');
    await page.getByRole('link', { name: 'Next page' }).click();
    await page.getByText('101–105 of 105').waitFor();
    await eventually(async () => expect(await rowNames(page)).toHaveLength(5));
    await page.getByRole('link', { name: 'Previous page' }).click();
    await page.getByText('1–100 of 105').waitFor();
  });

  it('the event page says whose it is, what it promises, and of what it is made', async () => {
    const { page } = await open(EVENT);
    await page.getByRole('heading', { name: 'Order placed', level: 1 }).waitFor();
    for (const text of ['#orders', 'orders.events', 'Starts fulfilment and billing.', 'Critical']) {
      await page.getByText(text, { exact: true }).first().waitFor();
    }
    await page.getByText('Events with the same /orderId stay in order.').waitFor();
    const kept = page.getByRole('listitem').filter({ hasText: 'Events are kept for 30 days' });
    await eventually(async () => expect(await kept.locator('svg').count()).toBe(1)); // Ticked: the log keeps them so long.
    const line = (name: string) => page.getByRole('treeitem').filter({ hasText: name }).first();
    await eventually(async () =>
      expect(await line('orderId').innerText()).toMatch(/required[\s\S]*string[\s\S]*64/),
    );
    await eventually(async () =>
      expect(await line('Personal: shown masked').innerText()).toContain('personal: contact'),
    );
    const curl = await page.getByLabel('Command that sends it').innerText();
    expect(curl).toContain(`:${new URL(concordat.gatewayUrl).port}/events`);
    expect(curl).toContain("-H 'ce-type: com.acme.orders.order-placed.v1'");
    const example = /-d '([\s\S]*)'$/.exec(curl)?.[1] ?? '';
    expect(await sendOrder(concordat.gatewayUrl, JSON.parse(example) as object, 'example')).toBe(
      200,
    );
  });

  it('counters rise while one looks', async () => {
    const { page } = await open(EVENT);
    const accepted = page.locator('aside dd').first();
    // The probe of the first publication and the example of the page have passed before.
    await eventually(async () => expect(await accepted.innerText()).toBe('2'));
    for (let i = 0; i < 7; i++) {
      expect(await sendOrder(concordat.gatewayUrl, anOrder(`o-${i}`), `o-${i}`)).toBe(200);
    }
    await eventually(async () => expect(await accepted.innerText()).toBe('9'));
  });

  it('a refusal shows its reason at the offending place, and no personal value leaves the server', async () => {
    const bad = anOrder('o-bad', { status: 'lost', total: -1 });
    expect(await sendOrder(concordat.gatewayUrl, bad, 'o-bad')).toBe(422);
    const { page, answers } = await open(EVENT);
    const refusal = page.locator('#refusals li').first();
    await refusal.getByRole('button').click();
    await page.waitForURL(/refusal=/);
    const payload = page.getByRole('group', { name: 'The refused event, masked' });
    await payload.waitFor();
    const text = await payload.innerText();
    expect(text).toMatch(/"status": "lost",?\s*\n.*allowed values/);
    expect(text).toMatch(/"total": -1,?\s*\n/);
    expect(text).toContain('"email": "●●●"');
    expect(text).not.toContain(EMAIL);
    expect(answers.filter((answer) => answer.includes(EMAIL))).toEqual([]);
    await eventually(async () =>
      expect(await page.locator('aside').innerText()).toContain('SCHEMA_VIOLATION'),
    );
  });

  it('examples are made from the schema or were really accepted, and then without what is personal', async () => {
    const { page, answers } = await open(EVENT);
    const examples = page.getByRole('region', { name: 'Examples' });
    await examples.getByRole('button', { name: 'The one before' }).click();
    await page.waitForURL(/example=\d/);
    const shown = await examples.getByRole('group', { name: /accepted event/ }).innerText();
    expect(shown).toMatch(/"orderId": "o-\d"/);
    expect(shown).toContain('"email": "●●●"');
    await examples.getByText('sent by /shop/eu').waitFor();
    const example = answers.find((answer) => answer.includes('"masked"')) ?? '';
    expect(example).toContain('●●●');
    expect(answers.filter((answer) => answer.includes(EMAIL))).toEqual([]);
    await examples.getByRole('button', { name: 'Made from the schema' }).click();
    await page.waitForURL(/example=made/);
    await examples.getByRole('group', { name: 'An example' }).getByText('"orderId"').waitFor();
  });

  it('an event is tried where it is described: reasons at their lines, nothing sent [covers 67]', async () => {
    const { page } = await open(EVENT);
    const field = page.getByRole('textbox', { name: 'Event to try' });
    const verdict = page.getByRole('status', { name: 'Verdict' });
    await page.getByRole('button', { name: 'Validate' }).click();
    await verdict.getByText('It would be accepted').waitFor();
    await field.fill(JSON.stringify(anOrder('o-try', { status: 'lost' }), null, 2));
    await verdict.getByText('It would be refused').waitFor();
    await page.getByRole('button', { name: 'line 4, /status' }).click();
    expect(
      await field.evaluate((area: { value: string; selectionStart: number }) =>
        area.value.slice(area.selectionStart),
      ),
    ).toMatch(/^"lost"/);
    const activity = await fetch(`${concordat.registryUrl}/catalog/v1${EVENT}/activity`);
    const { refusals } = (await activity.json()) as { refusals: { eventId?: string }[] };
    expect(refusals).toHaveLength(1); // The one of the test before.
  });

  it('an event is tried by keyboard alone, and what is no JSON says where it stops', async () => {
    const { page } = await open(EVENT);
    await page.getByRole('treeitem').first().waitFor();
    await page.keyboard.press('v');
    await page.keyboard.insertText('{"orderId": }');
    await page.getByText('The value is not JSON: at byte 12 there should be a value.').waitFor();
    await page.getByRole('button', { name: 'line 1' }).waitFor();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(JSON.stringify(anOrder('o-typed')));
    await page.keyboard.press('ControlOrMeta+Enter');
    await page.getByRole('status', { name: 'Verdict' }).getByText('It would be accepted').waitFor();
  });

  it('a deep link opens the tree down to its field, also below closed ones', async () => {
    const { page } = await open(`${EVENT}?field=/lines/*/price&open=/lines`);
    expect(await page.getByRole('treeitem', { selected: true }).count()).toBe(0); // Closed by hand.
    await goTo(page, `${EVENT}?field=/lines/*/price`);
    const line = page.getByRole('treeitem', { selected: true });
    await line.waitFor();
    await eventually(async () => expect(await line.innerText()).toContain('For one piece'));
    await page.getByPlaceholder('Filter fields').fill('sku');
    await page.waitForURL(/filter=sku/);
    await eventually(async () => expect(await page.getByRole('treeitem').count()).toBe(3));
  });

  it('a new version appears by itself; an older one says that it is older', async () => {
    const { page } = await open(EVENT);
    await publish(concordat.registryUrl, orderPlacedLater());
    await page.getByRole('treeitem').filter({ hasText: 'giftNote' }).waitFor();
    await goTo(page, `${EVENT}?version=1`);
    await page.getByText('This is version 1, not the latest one.').waitFor();
    expect(await page.getByRole('treeitem').filter({ hasText: 'giftNote' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Show the latest' }).click();
    await page.getByRole('treeitem').filter({ hasText: 'giftNote' }).waitFor();
  });

  it('colours follow the system until somebody chooses, and the choice is kept', async () => {
    const paper = (page: Page) =>
      page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const light = await open('/', { colorScheme: 'light' });
    const dark = await open('/', { colorScheme: 'dark' });
    const [day, night] = [await paper(light.page), await paper(dark.page)];
    expect(day).not.toBe(night);
    await light.page.keyboard.press('c'); // Light, which it was.
    await light.page.keyboard.press('c');
    expect(await paper(light.page)).toBe(night);
    await light.page.reload();
    await untilAlive(light.page);
    expect(await paper(light.page)).toBe(night);
  });

  it('the whole way goes by keyboard alone', async () => {
    const { page } = await open('/');
    const focused = () => page.evaluate<string>('document.activeElement?.textContent');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await eventually(async () => expect(await focused()).toBe('Order placed'));
    await page.keyboard.press('j');
    await eventually(async () => expect(await focused()).toBe('Plain library.book-000'));
    await page.keyboard.press('k');
    await eventually(async () => expect(await focused()).toBe('Order placed'));
    await page.keyboard.press('/');
    await page.keyboard.type('book-077');
    await eventually(async () => expect(await rowNames(page)).toEqual(['Plain library.book-077']));
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/events/library.book-077');
    await page.getByRole('treeitem').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/field=\/shelfMark/);
    await page.keyboard.press('g');
    await page.keyboard.press('e');
    await page.waitForURL(concordat.registryUrl + '/');
  });

  it('an unknown event answers with the server’s sentence, what was meant, and ways on', async () => {
    const { page } = await watchedPage(browser, concordat.registryUrl, { viewport: WIDE });
    await goTo(page, '/events/orders.order-placd');
    await page.getByText('No contract has the id "orders.order-placd".').waitFor();
    await page
      .getByRole('region', { name: 'Perhaps you meant' })
      .getByRole('link', { name: 'Order placed' })
      .click();
    await page.waitForURL(`**${EVENT}`);
    await goTo(page, '/no/such-page');
    await page.getByRole('searchbox', { name: 'Search for it' }).fill('coupon');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.waitForURL('**/?q=coupon');
    await page.getByRole('link', { name: 'Order placed' }).waitFor();
  });

  it('an unknown field leads to those with such a name', async () => {
    const { page } = await watchedPage(browser, concordat.registryUrl, { viewport: WIDE });
    await goTo(page, `${EVENT}/field?path=/shopper/email`);
    await page.getByRole('heading', { name: 'No such field' }).waitFor();
    await page.getByRole('link', { name: 'Fields with such a name' }).click();
    await page.waitForURL(/filter=email/);
    await page.getByRole('treeitem').filter({ hasText: 'email' }).waitFor();
  });

  const views = [
    ['/', 'wide', WIDE, 'light'],
    ['/?q=order', 'wide', WIDE, 'dark'],
    ['/', 'phone', PHONE, 'dark'],
    ['/?q=nothing-like-it', 'phone', PHONE, 'light'],
    [EVENT, 'wide', WIDE, 'dark'],
    [`${EVENT}?field=/customer/email`, 'wide', WIDE, 'light'],
    [EVENT, 'phone', PHONE, 'light'],
    [`${EVENT}?view=text`, 'phone', PHONE, 'dark'],
  ] as const;
  it.each(views)(
    '%s, %s, has no accessibility violation',
    async (path, _, viewport, colorScheme) => {
      const { page } = await open(path, { viewport, colorScheme });
      const refusal = page.locator('#refusals button').first();
      if (path.startsWith(EVENT)) {
        await refusal.click();
        await page.getByRole('textbox', { name: 'Event to try' }).fill('{"orderId": 1}');
        await page.getByText('It would be refused').waitFor();
      }
      await page.waitForTimeout(300);
      expect(await axeViolations(page)).toEqual([]);
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect(width).toBeLessThanOrEqual(viewport.width);
    },
    60_000,
  );

  it('no page complained, and none asked anybody but its own server', () => {
    expect(opened.length).toBeGreaterThan(15);
    expect(opened.flatMap(({ complaints }) => complaints)).toEqual([]);
    expect(opened.flatMap(({ strangers }) => strangers)).toEqual([]);
  });
}
