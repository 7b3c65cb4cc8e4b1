import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { findChromium, isChromiumRequired } from '../support/find-chromium.js';
import { openBrowser, watchedPage } from '../support/open-browser.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const chromium = findChromium();

describe('the page at /docs', () => {
  if (!chromium) {
    it('NOT RUN: there is no Chromium here; install it or name one in CONCORDAT_TEST_CHROMIUM', () => {
      expect(isChromiumRequired()).toBe(false);
    });
    return;
  }
  let concordat: StartedConcordat;
  let browser: Browser;
  beforeAll(async () => {
    concordat = await startConcordat();
    browser = await openBrowser(chromium);
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await concordat?.stop();
  });

  it('lets a newcomer register a schema, and asks nothing of anybody else', async () => {
    const { page, complaints, strangers } = await watchedPage(browser, concordat.registryUrl);
    await page.goto('/docs');
    await page.locator('#operations-tag-Subjects').click();
    const operation = page.locator('#operations-Subjects-post_subjects_subject_versions');
    await operation.locator('.opblock-summary-control').click();
    await operation.locator('tr[data-param-name="subject"] input').fill('tried-value');
    await operation.getByRole('button', { name: 'Execute' }).click();
    await operation.locator('.live-responses-table').first().waitFor();
    const answered = await operation.locator('.live-responses-table').first().innerText();
    expect(answered).toMatch(/200[\s\S]*"version": 1/);
    const subjects = await fetch(`${concordat.registryUrl}/subjects`);
    expect(await subjects.json()).toEqual(['tried-value']);
    expect([strangers, complaints]).toEqual([[], []]);
  }, 60_000);

  it('shows the gateway likewise', async () => {
    const { page, complaints, strangers } = await watchedPage(browser, concordat.gatewayUrl);
    await page.goto('/docs');
    await page.locator('#operations-tag-Quarantine').waitFor();
    expect([strangers, complaints]).toEqual([[], []]);
  }, 60_000);
});
