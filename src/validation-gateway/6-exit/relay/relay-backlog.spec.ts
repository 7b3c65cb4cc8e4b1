import { describe, expect, it } from '@jest/globals';
import { AggregatorRegistry, register } from 'prom-client';
import { RelayBacklog } from './relay-backlog.js';

describe('what waits for Kafka', () => {
  it('is told once, however many processes of a gateway look at the same log', async () => {
    new RelayBacklog().looked(new Map([['orders', 7]]));
    const mine = await register.getMetricsAsJSON();
    const ofAll = AggregatorRegistry.aggregate([mine, mine]);
    expect(await ofAll.metrics()).toContain('concordat_relay_backlog_events{topic="orders"} 7');
  });
});
