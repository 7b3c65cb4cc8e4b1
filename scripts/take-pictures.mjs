// Takes the pictures of the catalog under docs/pictures from a running Concordat that has events:
//   npm start -- --demo      and in another shell      node scripts/take-pictures.mjs [registry URL]
import { access, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const root = new URL('..', import.meta.url).pathname;
const [registry = 'http://127.0.0.1:8081'] = process.argv.slice(2);
const folder = join(root, 'docs/pictures');
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

async function browserPath() {
  const places = [
    process.env.CONCORDAT_TEST_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
  ];
  for (const place of places.filter(Boolean)) {
    if (
      await access(place, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return place;
  }
  throw new Error('There is no Chromium here: install it, or name one in CONCORDAT_TEST_CHROMIUM.');
}

/** Of the events that came and were refused too, the one with most traffic: it has most to show. */
async function busiestEvent() {
  const answer = await fetch(`${registry}/catalog/v1/events?limit=200`);
  const { events } = await answer.json();
  const busy = events.filter(({ traffic }) => traffic.accepted > 0 && traffic.refused > 0);
  const [event] = busy.sort((a, b) => b.traffic.accepted - a.traffic.accepted);
  if (!event)
    throw new Error(`No event at ${registry} was both accepted and refused: run the demo.`);
  return event.id;
}

async function take(browser, { name, path, viewport, colorScheme }) {
  const context = await browser.newContext({
    baseURL: registry,
    viewport,
    colorScheme,
    deviceScaleFactor: 2,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(path, { waitUntil: 'networkidle' });
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await context.close();
  process.stdout.write(`  docs/pictures/${name}.png\n`);
}

try {
  const event = `/events/${encodeURIComponent(await busiestEvent())}`;
  await mkdir(folder, { recursive: true });
  const browser = await chromium.launch({
    executablePath: await browserPath(),
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
  for (const [page, path] of [
    ['discover', '/'],
    ['event', event],
  ]) {
    const name = `catalog-${page}`;
    await take(browser, { name, path, viewport: WIDE, colorScheme: 'light' });
    await take(browser, { name: `${name}-dark`, path, viewport: WIDE, colorScheme: 'dark' });
    await take(browser, { name: `${name}-phone`, path, viewport: PHONE, colorScheme: 'light' });
  }
  await browser.close();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
