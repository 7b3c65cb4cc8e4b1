// Takes the pictures of the catalog under docs/pictures. It starts a Concordat of its own, with a
// database of its own, and a small shop in it: `npm run build && node scripts/take-pictures.mjs`; with
// names of pages behind it those alone are taken.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { fewMore, fillForPictures } from './fill-for-pictures.mjs';
import { pastOf } from './past-for-pictures.mjs';

const root = new URL('..', import.meta.url).pathname;
const folder = join(root, 'docs/pictures');
const WIDE = { width: 1440, height: 900 };
/** An open page keeps its stream, so the network never rests. */
const SETTLED_MS = 800;
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

/** Ours alone, on free ports. */
async function start(home) {
  const child = spawn(process.execPath, ['bin/concordat.js', 'start'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      PATH: process.env.PATH,
      HOME: home,
      CONCORDAT_DATA_DIR: join(home, 'data'),
      CONCORDAT_REGISTRY_PORT: '0',
      CONCORDAT_GATEWAY_PORT: '0',
      CONCORDAT_LOG_LEVEL: 'error',
    },
  });
  const [{ registryUrl, gatewayUrl }] = await once(child, 'message');
  const stop = async () => {
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  };
  return { registryUrl, gatewayUrl, stop };
}

async function take(browser, { registryUrl, name, path, viewport, colorScheme }) {
  const context = await browser.newContext({
    baseURL: registryUrl,
    viewport,
    colorScheme,
    // Sharp enough to read, and a folder of pictures stays small.
    deviceScaleFactor: viewport === PHONE ? 1.5 : 1,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(path, { waitUntil: 'load' });
  await page.locator('#root:not([data-drawn])').getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  await page.waitForTimeout(SETTLED_MS);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await context.close();
  process.stdout.write(`  docs/pictures/${name}.png\n`);
}

/** What is there before anything is. */
const EMPTY = 'empty';
const PAGES = {
  discover: '/',
  event: '/events/orders.order-placed',
  state: '/events/orders.order-placed?key=ORD-2026-1003#latest',
  drift: '/events/stock.level-changed#drift',
  diff: '/events/billing.invoice-issued/diff/1..2',
  field: '/events/orders.order-placed/field?path=/orderId',
  home: '/home',
  changes: '/changes',
  health: '/health',
  lineage: '/lineage?of=event:orders.order-placed',
  quarantine: '/quarantine',
  sunset: '/sunset',
  review: '/review',
  undescribed: '/undescribed',
  import: '/import',
};

/** Wide and on a phone, light and dark. */
async function takeFour(browser, { registryUrl, page, path }) {
  const name = `catalog-${page}`;
  const at = { registryUrl, path };
  await take(browser, { ...at, name, viewport: WIDE, colorScheme: 'light' });
  await take(browser, { ...at, name: `${name}-dark`, viewport: WIDE, colorScheme: 'dark' });
  await take(browser, { ...at, name: `${name}-phone`, viewport: PHONE, colorScheme: 'light' });
  const dark = `${name}-phone-dark`;
  await take(browser, { ...at, name: dark, viewport: PHONE, colorScheme: 'dark' });
}

const launch = async (...more) =>
  chromium.launch({
    executablePath: await browserPath(),
    args: [
      ...['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
      ...more,
    ],
  });

/** Seen where it stands for everybody else, so that its commands are those everybody types. */
async function takeEmpty({ registryUrl }) {
  const usual = 'http://127.0.0.1:8081';
  const hostOf = (url) => new URL(url).host;
  const browser = await launch(`--host-resolver-rules=MAP ${hostOf(usual)} ${hostOf(registryUrl)}`);
  await takeFour(browser, { registryUrl: usual, page: EMPTY, path: '/' });
  await browser.close();
}

const isWanted = (page) => wanted.length === 0 || wanted.includes(page);

/** What was counted is remembered by who counted: the pictures are of one that read it all anew. */
async function startWithAPast(home) {
  const first = await start(home);
  try {
    if (isWanted(EMPTY)) await takeEmpty(first);
    const past = await pastOf(join(home, 'data'));
    await fillForPictures(first.registryUrl, first.gatewayUrl, past.endRound);
    await past.end();
  } finally {
    await first.stop();
  }
  const started = await start(home);
  await fewMore(started.gatewayUrl);
  return started;
}

/** Names of pages; all of them where none is named. */
const wanted = process.argv.slice(2);

await mkdir(folder, { recursive: true });
const home = await mkdtemp(join(tmpdir(), 'concordat-pictures-'));
const { registryUrl, stop } = await startWithAPast(home);
try {
  const browser = await launch();
  for (const [page, path] of Object.entries(PAGES))
    if (isWanted(page)) await takeFour(browser, { registryUrl, page, path });
  await browser.close();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  await stop();
  await rm(home, { recursive: true, force: true });
}
