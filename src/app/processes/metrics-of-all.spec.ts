import { afterAll, describe, expect, it } from '@jest/globals';
import { Gauge, register } from 'prom-client';
import { MetricsOfAll } from './metrics-of-all.js';

afterAll(() => register.clear());

describe('metrics', () => {
  it('are counted once more for all who ask while they are counted, and not once for each', async () => {
    let counts = 0;
    let toCount: () => void = () => undefined;
    new Gauge({
      name: 'counts',
      help: 'How often it was counted.',
      async collect() {
        this.set(++counts);
        await new Promise<void>((done) => (toCount = done));
      },
    });
    const metrics = new MetricsOfAll();
    const first = metrics.text();
    while (counts < 1) await new Promise(setImmediate);
    const others = Array.from({ length: 10 }, () => metrics.text());
    toCount();
    expect(await first).toContain('counts 1');
    while (counts < 2) await new Promise(setImmediate);
    toCount();
    for (const text of await Promise.all(others)) expect(text).toContain('counts 2');
    expect(counts).toBe(2);
  });

  it('are counted anew after a count that failed', async () => {
    register.clear();
    let isBroken = true;
    new Gauge({
      name: 'broken',
      help: 'Fails the first time.',
      collect() {
        if (isBroken) throw new Error('broken');
        this.set(7);
      },
    });
    const metrics = new MetricsOfAll();
    await expect(metrics.text()).rejects.toThrow('broken');
    isBroken = false;
    expect(await metrics.text()).toContain('broken 7');
  });
});
