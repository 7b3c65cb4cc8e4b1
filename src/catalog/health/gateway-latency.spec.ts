import { describe, expect, it } from '@jest/globals';
import { gatewayLatency } from './gateway-latency.js';

const bucket = (le: string, count: number) =>
  `concordat_gateway_decision_seconds_bucket{le="${le}"} ${count}`;

describe('how long a gateway takes to decide', () => {
  it('is the upper end of the bucket that holds the quantile', () => {
    const metrics = [
      '# HELP x',
      bucket('0.00001', 60),
      bucket('0.001', 98),
      bucket('0.1', 100),
      bucket('+Inf', 100),
    ];
    expect(gatewayLatency(metrics.join('\n'))).toEqual({
      p50Us: 10,
      p99Us: 100_000,
      requests: 100,
    });
  });

  it('slower than the last bucket is told as the last bucket', () => {
    const metrics = [bucket('0.1', 1), bucket('+Inf', 10)].join('\n');
    expect(gatewayLatency(metrics)?.p99Us).toBe(100_000);
  });

  it('without a request there is nothing to tell', () => {
    expect(gatewayLatency(bucket('+Inf', 0))).toBeUndefined();
    expect(gatewayLatency('')).toBeUndefined();
  });
});
