import { afterAll, beforeAll } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { CatalogViews } from './catalog-views.js';
import { openBrowser } from './open-browser.js';
import { startConcordat, type StartedConcordat } from './start-concordat.js';

const START_MS = 120_000;

/** There from the first test of a file to its last. */
export interface OpenCatalog {
  readonly concordat: StartedConcordat;
  readonly browser: Browser;
  readonly views: CatalogViews;
}

/**
 * A Concordat and a browser that looks at its catalog; ended with the file.
 *
 * @param fill what is in the catalog before the first test
 */
export function openCatalog(
  executablePath: string,
  fill?: (concordat: StartedConcordat) => Promise<void>,
): OpenCatalog {
  const opened: { -readonly [Part in keyof OpenCatalog]?: OpenCatalog[Part] } = {};
  beforeAll(async () => {
    opened.concordat = await startConcordat();
    opened.browser = await openBrowser(executablePath);
    opened.views = new CatalogViews(opened.browser, opened.concordat.registryUrl);
    await fill?.(opened.concordat);
  }, START_MS);
  afterAll(async () => {
    await opened.browser?.close();
    await opened.concordat?.stop();
  });
  // Read by tests, which run once it is whole.
  return opened as OpenCatalog;
}
