import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually.js';
import { inABrowser } from '../support/in-a-browser.js';
import { openCatalog } from '../support/open-catalog.js';
import {
  anOrder,
  orderPlaced,
  publish,
  sendOrder,
  untilInForce,
} from '../support/publish-orders.js';

/** Two services write one stock, and a person decides between them. */
const stock = {
  ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id: 'stock.changed', status: 'active' },
  ...{ name: 'Stock changed', owner: { team: 'stock' } },
  schema: {
    ...{ format: 'json-schema', subject: 'stock-value' },
    definition: {
      type: 'object',
      required: ['sku', 'version'],
      properties: {
        sku: { type: 'string' },
        version: { type: 'integer' },
        level: { type: 'integer' },
        clerk: { type: 'string' },
      },
    },
  },
  envelope: { type: 'stock.changed' },
  channel: { topic: 'stock', key: '/sku', partitions: 1, cleanup: 'compact' },
  fields: { '/clerk': { classification: 'pii.name', mask: 'redact' } },
  semantics: {
    entity: { type: 'stock', key: '/sku', version: '/version', canonical: true },
    conflict: { policy: 'review' },
  },
};

const EMAIL = 'ada.lovelace@example.com';
const LOST = 'The value is not one of the allowed values';

inABrowser('the quarantine in a browser', (executablePath) => {
  const catalog = openCatalog(executablePath, async (concordat) => {
    await publish(concordat.registryUrl, orderPlaced());
    await publish(concordat.registryUrl, stock);
    await untilInForce(concordat.gatewayUrl);
  });

  const refuse = async (id: string, change: object) => {
    const event = anOrder(id, change as Record<string, unknown>);
    expect(await sendOrder(catalog.concordat.gatewayUrl, event, id)).toBe(422);
  };
  const causes = (page: Page) => page.locator('[data-cause]');
  const openFirstCase = async (page: Page, cause: string) => {
    await causes(page).filter({ hasText: cause }).first().click();
    await page.locator('[data-case]').first().click();
    await page.getByText('What happened').waitFor();
  };

  it('an empty one says that every event kept its promise', async () => {
    const { page } = await catalog.views.open('/quarantine');
    await page.getByRole('heading', { name: 'Every event kept its promise' }).waitFor();
    await catalog.views.expectAccessible('/quarantine');
  }, 60_000);

  it('refusals stand together by cause, with producers and versions counted [covers 33]', async () => {
    const { page } = await catalog.views.open('/quarantine');
    for (const id of ['a', 'b', 'c']) await refuse(id, { status: 'lost' });
    const price = [{ sku: 'A', quantity: 1, price: 'x' }];
    await refuse('d', { lines: price });
    await refuse('e', { lines: [{ sku: 'B', quantity: 1, price: 1 }, ...price] });
    await eventually(async () => expect(await causes(page).count()).toBe(2));
    await eventually(async () => {
      const first = await causes(page).first().innerText();
      expect(first).toContain(LOST);
      expect(first).toMatch(/3\s+events/);
    });
    // Another item of the list is the same cause.
    await eventually(async () =>
      expect(await causes(page).nth(1).innerText()).toContain('/lines/*/price'),
    );
    await causes(page).first().click();
    await page.waitForURL(/cause=/);
    const producers = page.getByRole('table').filter({ hasText: 'Producers' });
    await eventually(async () => expect(await producers.innerText()).toMatch(/\/shop\/eu\s+3/));
    const versions = page.getByRole('table').filter({ hasText: 'Judged by version' });
    await eventually(async () => expect(await versions.innerText()).toMatch(/1\s+3/));
  }, 60_000);

  it('a refused event is corrected without its personal values being shown, and accepted', async () => {
    const { page, answers } = await catalog.views.open('/quarantine');
    await openFirstCase(page, LOST);
    const shown = page.getByRole('group', { name: 'The refused event, masked' });
    await eventually(async () =>
      expect(await shown.innerText()).toMatch(/"status": "lost",?\s*\n.*allowed values/),
    );
    await page.getByRole('button', { name: 'Correct it' }).click();
    const field = page.getByRole('textbox', { name: 'The corrected event' });
    const text = await field.inputValue();
    expect(text).toContain('"email": "●●●"');
    await field.fill(text.replace('"lost"', '"gone"'));
    await page.getByRole('button', { name: 'Send the corrected event' }).click();
    await page
      .getByRole('alert')
      .getByText(/Refused again/)
      .waitFor();
    await field.fill(text.replace('"lost"', '"placed"'));
    await page.getByRole('button', { name: 'Send the corrected event' }).click();
    await page.getByText('Corrected, and accepted.').waitFor();
    await page.getByRole('link', { name: 'See it' }).click();
    await page.getByText('corrected it, and it was accepted').waitFor();
    await page.getByText('sent it again, and it was refused').waitFor();
    expect(answers.filter((answer) => answer.includes(EMAIL))).toEqual([]);
    const logs = [0, 1, 2].map(async (partition) => {
      const path = `/v1/topics/orders.events/partitions/${partition}/events`;
      return (await fetch(`${catalog.concordat.gatewayUrl}${path}`)).text();
    });
    const sent = (await Promise.all(logs)).join('\n');
    expect(sent.match(/ada\.lovelace@example\.com/g)).toHaveLength(2); // The probe's, and this one's.
  }, 60_000);

  it('by keyboard alone an event is given up, with a reason that is kept with a name', async () => {
    const { page } = await catalog.views.open('/');
    await page.keyboard.press('g');
    await page.keyboard.press('q');
    await page.waitForURL('**/quarantine');
    await causes(page).first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.locator('[data-case]').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Give it up' }).waitFor();
    const tabs = async (to: string) => {
      const focused = () =>
        page.evaluate<string>(
          '(({ activeElement: at }) => (at.labels?.[0] ?? at).textContent)(document)',
        );
      await page.locator('body').focus();
      for (let i = 0; i < 40 && !(await focused()).startsWith(to); i++)
        await page.keyboard.press('Tab');
    };
    await tabs('Give it up');
    await page.keyboard.press('Enter');
    await tabs('Why it is given up');
    await page.keyboard.type('A test of the producer.');
    await page.keyboard.press('Enter');
    await page.getByText('Given up.').waitFor();
    await tabs('See it');
    await page.keyboard.press('Enter');
    await page.getByText('gave it up: A test of the producer.').waitFor();
    await page.getByText('anonymous', { exact: true }).waitFor();
  }, 60_000);

  it('what is narrowed is in the address, and closed cases are still found', async () => {
    const { page } = await catalog.views.open('/quarantine');
    await page.getByRole('button', { name: 'Given up' }).click();
    await page.waitForURL(/state=discarded/);
    await eventually(async () => expect(await causes(page).count()).toBe(1));
    const again = await catalog.views.open('/quarantine?state=fixed&event=orders.order-placed');
    await openFirstCase(again.page, LOST);
    await again.page.getByText('Its case is closed, so it is kept no more.').waitFor();
    await again.page.getByRole('button', { name: 'Show every event' }).click();
    await again.page.waitForURL('**/quarantine?state=fixed');
  });

  it.each([
    ['GET', '/catalog/v1/quarantine?state=lost', 400, 'QUERY_INVALID'],
    ['GET', '/catalog/v1/quarantine?event=a&event=b', 400, 'QUERY_INVALID'],
    ['GET', '/catalog/v1/quarantine/nothing', 404, 'CASE_UNKNOWN'],
    ['POST', '/catalog/v1/quarantine/nothing/replay', 404, 'CASE_UNKNOWN'],
    ['POST', '/catalog/v1/quarantine/%00/discard', 404, 'CASE_UNKNOWN'],
  ])('%s %s is refused with %i %s', async (method, path, status, code) => {
    const answer = await fetch(`${catalog.concordat.registryUrl}${path}`, { method });
    expect(await answer.json()).toMatchObject({ status, code });
  });

  it('a mask moved to another place is refused: nobody knows what it stands for', async () => {
    await refuse('masked', { status: 'lost' });
    const { registryUrl } = catalog.concordat;
    const list = await fetch(`${registryUrl}/catalog/v1/events/orders.order-placed/activity`);
    const { refusals } = (await list.json()) as { refusals: { id: string; state: string }[] };
    const id = refusals.find(({ state }) => state === 'open')?.id ?? '';
    const body = JSON.stringify(anOrder('●●●', { customer: { id: 'c-1', email: '●●●' } }));
    const answer = await fetch(`${registryUrl}/catalog/v1/quarantine/${id}/replay`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
    });
    expect(await answer.json()).toMatchObject({ status: 422, code: 'CORRECTION_MASKED' });
  });

  it('of two writes both are shown, and the one let stand is the next version [covers 29]', async () => {
    const { gatewayUrl } = catalog.concordat;
    const write = async (id: string, data: object) => {
      const answer = await fetch(`${gatewayUrl}/events`, {
        method: 'POST',
        headers: {
          ...{ 'ce-specversion': '1.0', 'ce-type': 'stock.changed', 'ce-id': id },
          ...{ 'ce-source': `/stock/${id}`, 'content-type': 'application/json' },
        },
        body: JSON.stringify(data),
      });
      return answer.status;
    };
    expect(await write('shelf', { sku: 'A', version: 3, level: 17, clerk: 'Grace' })).toBe(200);
    expect(await write('till', { sku: 'A', version: 3, level: 16, clerk: 'Alan' })).toBe(409);
    const { page, answers } = await catalog.views.open('/quarantine?event=stock.changed');
    await openFirstCase(page, 'is at version 3 already');
    const stands = page.getByRole('region', { name: 'What stands' });
    await eventually(async () => {
      expect(await stands.innerText()).toContain('the stock at version 3, written by /stock/shelf');
      expect(await stands.innerText()).toMatch(/"level": 17/);
      expect(await stands.innerText()).toContain('●●●');
    });
    await catalog.views.expectAccessible('/quarantine?event=stock.changed', async (shown) => {
      await openFirstCase(shown, 'is at version 3 already');
      await shown.getByRole('region', { name: 'What stands' }).waitFor();
    });
    await page.getByRole('button', { name: 'Let this one stand' }).click();
    await page.getByText('Corrected, and accepted.').waitFor();
    await page.getByRole('link', { name: 'See it' }).click();
    await page.getByText('it stands over 3').waitFor();
    const log = await fetch(`${gatewayUrl}/v1/topics/stock/partitions/0/events`);
    const { events } = (await log.json()) as { events: { value: object }[] };
    expect(events.at(-1)?.value).toEqual({ sku: 'A', version: 4, level: 16, clerk: 'Alan' });
    expect(answers.filter((answer) => /Grace|Alan/.test(answer))).toEqual([]);
  }, 60_000);

  it('the open page has no accessibility violation, wide or on a phone', async () => {
    await catalog.views.expectAccessible('/quarantine', async (page) => {
      await openFirstCase(page, LOST);
      await page.getByRole('button', { name: 'Correct it' }).click();
    });
    await catalog.views.expectAccessible('/quarantine?state=discarded', async (page) => {
      await openFirstCase(page, 'SCHEMA_VIOLATION');
    });
  }, 60_000);

  it('no page asked anybody but its own server', () => catalog.views.expectNoStranger());
});
