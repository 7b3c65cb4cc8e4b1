import { afterEach, describe, expect, it } from '@jest/globals';
import { findChromium, isChromiumRequired } from './find-chromium.js';
import { closePages } from './open-browser.js';

/** Tests that need a real browser; without one they say that they did not run. */
export function inABrowser(name: string, tests: (executablePath: string) => void): void {
  const chromium = findChromium();
  describe(name, () => {
    if (chromium) {
      afterEach(closePages);
      return tests(chromium);
    }
    it('NOT RUN: there is no Chromium here; install it or name one in CONCORDAT_TEST_CHROMIUM', () => {
      expect(isChromiumRequired()).toBe(false);
    });
  });
}
