import { accessSync, constants } from 'node:fs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** `CONCORDAT_TEST_CHROMIUM`, else where systems put it; `undefined` where there is none. */
export function findChromium(): string | undefined {
  const named = process.env['CONCORDAT_TEST_CHROMIUM'];
  return (named ? [named] : PLACES).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Whether a run without a browser is a failure: CI says so. */
export const isChromiumRequired = () => process.env['CONCORDAT_TEST_REQUIRE_CHROMIUM'] === '1';
