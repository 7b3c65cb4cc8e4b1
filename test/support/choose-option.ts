import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from './eventually.js';

/** By arrow keys; what is found may still come, and move what stood there. */
export async function chooseOption(page: Page, name: RegExp): Promise<void> {
  const chosen = page.getByRole('option', { name, selected: true });
  await eventually(async () => {
    if ((await chosen.count()) === 0) await page.keyboard.press('ArrowDown');
    expect(await chosen.count()).toBe(1);
  });
  await page.keyboard.press('Enter');
}
