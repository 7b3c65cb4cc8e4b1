import { expect } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { axeViolations } from './axe-violations.js';
import { goTo, type WatchedPage, watchedPage } from './open-browser.js';

export const WIDE = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** axe leaves it off unless it is asked for. */
const WCAG_22 = { 'target-size': { enabled: true } };

/** Twice: what a page draws because its width or its scheme changed is drawn by the second time. */
const untilPainted = (page: Page): Promise<unknown> =>
  page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');

/** Opens pages of one catalog, and remembers them all for the last test. */
export class CatalogViews {
  private readonly opened: WatchedPage[] = [];

  constructor(
    private readonly browser: Browser,
    private readonly origin: string,
  ) {}

  async open(path: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
    const watched = await watchedPage(this.browser, this.origin, { viewport: WIDE, ...options });
    this.opened.push(watched);
    await goTo(watched.page, path);

    return watched;
  }

  /** Wide and on a phone, dark and light: nothing that axe minds, nothing wider than the screen. */
  async expectAccessible(path: string, prepare?: (page: Page) => Promise<void>): Promise<void> {
    const { page } = await this.open(path);
    await prepare?.(page);
    await page.waitForTimeout(300); // What it asks for has come.
    for (const viewport of [WIDE, PHONE]) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await untilPainted(page);
        const found = await axeViolations(page, WCAG_22);
        expect({ viewport, colorScheme, found }).toEqual({ viewport, colorScheme, found: [] });
      }
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect(width).toBeLessThanOrEqual(viewport.width);
    }
  }

  /** No page complained, and none asked anybody but its own server. */
  expectQuiet(): void {
    expect(this.opened.length).toBeGreaterThan(0);
    expect(this.opened.flatMap(({ complaints }) => complaints)).toEqual([]);
    this.expectNoStranger();
  }

  /** For pages that were meant to be refused something, which browsers complain about. */
  expectNoStranger(): void {
    expect(this.opened.flatMap(({ strangers }) => strangers)).toEqual([]);
  }
}
