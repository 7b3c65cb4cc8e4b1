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

/** Less than a test may take, so that what is missing is named. */
const PATIENCE_MS = 50_000;

const browsers: Browser[] = [];

export async function openBrowser(executablePath: string): Promise<Browser> {
  const browser = await chromium.launch({ executablePath, args: QUIET });
  browsers.push(browser);
  return browser;
}

/** An open page listens, and is drawn anew whenever something moves: none outlives its test. */
export async function closePages(): Promise<void> {
  const contexts = browsers.flatMap((browser) => browser.contexts());
  await Promise.all(contexts.map((context) => context.close()));
}

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
  context.setDefaultTimeout(PATIENCE_MS);
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

/** What a person does: keys are pressed once the page answers to them. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await untilAlive(page);
}
