// When the largest thing of a page is painted, in a browser that has nothing of it yet and whose
// processor is four times slower; and what JavaScript it took.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './started.mjs';

const SLOWER = 4;
const TIMES = 5;
/** A larger thing may be painted after the code of the page has run. */
const SETTLED_MS = 500;

const LARGEST_PAINT = `new Promise((resolve) =>
  new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime)).observe({
    type: 'largest-contentful-paint', buffered: true }))`;
const SCRIPTS = `performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)
  .filter((path) => path.endsWith('.js'))`;

async function paintOnce(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.waitForTimeout(SETTLED_MS);
  const found = { ms: await page.evaluate(LARGEST_PAINT), scripts: await page.evaluate(SCRIPTS) };
  await context.close();
  return found;
}

const gzippedBytes = (path) => {
  const file = join(root, 'dist/ui', path);
  return statSync(existsSync(`${file}.gz`) ? `${file}.gz` : file).size;
};

/** @param addresses by the page's name, without a slash before */
export async function painted(origin, addresses) {
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({
    executablePath: process.env.CONCORDAT_TEST_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const rows = [];
  for (const [name, address] of Object.entries(addresses)) {
    const all = [];
    for (let i = 0; i < TIMES; i++) all.push(await paintOnce(browser, `${origin}/${address}`));
    const times = all.map(({ ms }) => ms).sort((a, b) => a - b);
    const bytes = new Set(all.at(-1).scripts).values().reduce((sum, x) => sum + gzippedBytes(x), 0);
    rows.push({
      name,
      medianMs: Math.round(times[TIMES >> 1]),
      worstMs: Math.round(times.at(-1)),
      scriptKb: Math.round(bytes / 102.4) / 10,
    });
  }
  await browser.close();
  return rows;
}
