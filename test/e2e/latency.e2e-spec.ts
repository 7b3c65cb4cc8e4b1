import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { asking } from '../support/ask.js';
import { eventually } from '../support/eventually.js';
import { inABrowser } from '../support/in-a-browser.js';
import { openBrowser } from '../support/open-browser.js';
import { publishInForce } from '../support/publish-orders.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

interface Leg {
  readonly leg: string;
  readonly reader: string;
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}
interface Polled {
  readonly partitions: readonly {
    readonly partition: number;
    readonly epoch: number;
    readonly nextOffset: number;
    readonly events: readonly unknown[];
  }[];
}

const NAME = 'late.orders';
const EVENTS = 20;
/** How late the producer’s clock says its events are, and how long the consumer takes. */
const SENT_BEFORE_MS = 2_000;
const CONSUMER_TAKES_MS = 3_000;

describe('how long events take from end to end [covers 6]', () => {
  let concordat: StartedConcordat;
  const ask = asking(() => concordat.gatewayUrl);
  const post = (path: string, body: unknown, type = 'application/json') =>
    ask('POST', path, body, { 'content-type': type });
  const legs = async (): Promise<readonly Leg[]> => {
    const answer = await fetch(`${concordat.registryUrl}/catalog/v1/events/${NAME}/activity`);
    return ((await answer.json()) as { latency: readonly Leg[] }).latency;
  };

  beforeAll(async () => {
    concordat = await startConcordat();
    await publishInForce(concordat, {
      ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id: NAME, owner: { team: 'orders' } },
      schema: { format: 'json-schema', subject: `${NAME}-value`, definition: { type: 'object' } },
      envelope: { type: NAME },
      channel: { topic: NAME },
      undeclared: 'allow',
    });
  }, 90_000);
  afterAll(() => concordat?.stop());

  it('is nothing before there was an event', async () => {
    expect(await legs()).toEqual([]);
  });

  it('is told of the producer’s part, ours and that of a consumer who is slow', async () => {
    const time = new Date(Date.now() - SENT_BEFORE_MS).toISOString();
    const events = Array.from({ length: EVENTS }, (_, n) => ({
      ...{ specversion: '1.0', id: `${n}`, source: '/shop', type: NAME, time, data: { n } },
    }));
    const sent = await post('/events', events, 'application/cloudevents-batch+json');
    expect(sent.status).toBe(200);
    const place = `/v1/groups/billing/topics/${NAME}`;
    const { partitions } = JSON.parse(
      (await post(`${place}/poll`, { member: 'm', readsFrom: 'start', limit: 100 })).text,
    ) as Polled;
    await sleep(CONSUMER_TAKES_MS);
    const done = partitions.map(({ events: _, ...share }) => share);
    const commits = done.map(({ partition, epoch, nextOffset }) => ({
      ...{ partition, epoch, nextOffset },
    }));
    const commit = await post(`${place}/commits`, { member: 'm', partitions: commits });
    expect(commit).toMatchObject({ status: expect.any(Number) });
    expect(commit.status).toBeLessThan(300);
    await eventually(async () => {
      const told = await legs();
      expect(told.map(({ leg, reader, count }) => [leg, reader, count])).toEqual([
        ['arrival', '', EVENTS],
        ['admission', '', EVENTS],
        ['consumption', 'billing', EVENTS],
      ]);
      const [arrival, , consumption] = told;
      expect(arrival?.p50Ms).toBeGreaterThanOrEqual(SENT_BEFORE_MS);
      expect(consumption?.p99Ms).toBeGreaterThanOrEqual(CONSUMER_TAKES_MS);
    });
  });

  it('an event that was refused took no time at all', async () => {
    const before = await legs();
    const refused = await post(`/topics/${NAME}`, { records: [{ value: 1 }] });
    expect(refused.text).toContain('error');
    await sleep(1_500);
    expect(await legs()).toEqual(before);
  });

  inABrowser('in the catalog', (executablePath) => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await openBrowser(executablePath);
    });
    afterAll(() => browser.close());

    it('the page of the event says how long each leg takes', async () => {
      const page = await browser.newPage();
      await page.goto(`${concordat.registryUrl}/events/${NAME}`);
      const row = page.getByRole('row', { name: /From the log to billing, done/ });
      await row.waitFor();
      await eventually(async () => expect(await row.textContent()).toMatch(/\d\.\d s/));
    });
  });
});
