import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from './eventually.js';

/** One question of somebody who sees the catalog for the first time, answered in both ways. */
export interface Task {
  readonly asks: string;
  readonly byMouse: (page: Page) => Promise<void>;
  readonly byKeyboard: (page: Page) => Promise<void>;
  readonly answered: (page: Page) => Promise<void>;
}

export const press = async (page: Page, ...keys: readonly string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
export const link = (page: Page, name: string | RegExp) => page.getByRole('link', { name }).first();
export const see = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();

/** Presses a key until what has the focus says so: as a person would, looking. */
export async function until(page: Page, key: string, says: RegExp): Promise<void> {
  for (let i = 0; i < 80; i++) {
    const text = await page.evaluate<string>(
      `document.activeElement === document.body ? '' :
        (document.activeElement.getAttribute('aria-label') ?? '') + ' ' + (document.activeElement.closest('label') ?? document.activeElement).textContent`,
    );
    if (says.test(text)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} never came to ${String(says)}`);
}

/** Searches by keyboard alone until so many events are left; the focus stays in the search. */
export async function searchByKeyboard(page: Page, words: string, rows: number): Promise<void> {
  await press(page, '/');
  await page.keyboard.type(words);
  await page.waitForURL(/q=/);
  await eventually(async () => expect(await page.locator('[data-row]').count()).toBe(rows));
}
