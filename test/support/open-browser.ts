import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Nothing a browser does by itself may look like traffic of the page. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const openBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: QUIET });

/** A page and everything about it that nobody should overlook. */
export interface WatchedPage {
  readonly page: Page;
  /** Console errors and warnings, uncaught errors, failed requests. */
  readonly complaints: readonly string[];
  /** Requests that left the server the page came from. */
  readonly strangers: readonly string[];
  /** Texts of all JSON answers so far. */
  readonly answers: readonly string[];
}

export async function watchedPage(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    baseURL: origin,
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const strangers: string[] = [];
  const answers: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(origin).origin) strangers.push(request.url());
  });
  page.on('response', (response) => {
    const isJson = response.headers()['content-type']?.includes('json');
    if (isJson)
      void response.text().then(
        (text) => answers.push(text),
        () => undefined,
      );
  });
  return { page, complaints, strangers, answers };
}

/** Until the page is there and answers to keys: what the server drew is seen before its code runs. */
export async function untilAlive(page: Page): Promise<void> {
  await page.locator('#root:not([data-drawn])').getByRole('heading', { level: 1 }).waitFor();
}
