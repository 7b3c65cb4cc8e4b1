import { expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { inABrowser } from '../support/in-a-browser.js';
import { openCatalog } from '../support/open-catalog.js';

const MOST = '9223372036854775807';
const SHOP = `{
  "asyncapi": "3.0.0",
  "info": { "title": "Shop", "version": "1.0.0" },
  "channels": {
    "refunds": {
      "address": "shop.refunds",
      "messages": {
        "refunded": {
          "name": "Refunded",
          "payload": {
            "type": "object",
            "properties": { "cents": { "type": "integer", "maximum": ${MOST} } }
          }
        }
      }
    }
  }
}`;

inABrowser('importing in a browser', (executablePath) => {
  const catalog = openCatalog(executablePath);

  it('an empty catalog leads to the import, and a document becomes a published event', async () => {
    const { page } = await catalog.views.open('/');
    await page.getByRole('link', { name: 'Import AsyncAPI or ODCS' }).click();
    const make = page.getByRole('button', { name: 'Make contracts' });
    await eventually(async () => expect(await make.isDisabled()).toBe(true));
    const field = page.getByRole('textbox', { name: 'Document to import' });
    await field.fill('openapi: 3.1.0');
    await page.getByText('It says neither').waitFor();
    await field.fill(SHOP);
    await make.click();
    await page.getByText('write the owning team').waitFor();
    await page.getByRole('button', { name: 'Publish shop.refunds.Refunded' }).click();
    await page.getByText('Published as version 1.').waitFor();
    const published = await fetch(
      `${catalog.concordat.registryUrl}/v1/contracts/shop.refunds.Refunded`,
    );
    expect(await published.text()).toContain(MOST);
    await page.getByRole('link', { name: 'Open it' }).click();
    await page.getByRole('heading', { level: 1, name: 'Refunded' }).waitFor();
  }, 60_000);

  it('what cannot be read is told, and what came of a document breaks no rule of WCAG 2.2 AA', async () => {
    const make = async (document: string) => {
      const { page } = await catalog.views.open('/import');
      await page.getByRole('textbox', { name: 'Document to import' }).fill(document);
      await page.getByRole('button', { name: 'Make contracts' }).click();
      return page;
    };
    const page = await make('asyncapi: 3.0.0\nchannels: [');
    await page.getByText('cannot be read', { exact: false }).first().waitFor();
    await catalog.views.expectAccessible('/import', async (each) => {
      await each.getByRole('textbox', { name: 'Document to import' }).fill(SHOP);
      await each.getByRole('button', { name: 'Make contracts' }).click();
      await each.locator('summary', { hasText: 'The contract' }).click();
    });
  }, 90_000);

  it('no page asked anybody but its own server', () => catalog.views.expectNoStranger());
});
