import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { type Tallies } from '#event-log';
import type { StepBack, StopRollout } from '#registry';
import type { ContractSnapshots } from '../3-contract/contract-snapshots.js';
import { WatchRefusals } from './watch-refusals.js';

const NOW = Date.parse('2026-11-28T09:00:00Z');
const inForce = (id: string) => ({
  published: { publishedAt: new Date(NOW) },
  contract: { enforcement: { mode: 'enforce', rollbackAbove: { rejectRate: 0.01, over: 'PT1M' } } },
  ref: { id, version: 2 },
});

/** Which contracts are asked about in one round, where the first question comes to this. */
async function askedAbout(fault: Error): Promise<readonly string[]> {
  const asked: string[] = [];
  const tallies = {
    fates: (id: string) => {
      asked.push(id);
      return asked.length === 1 ? Promise.reject(fault) : Promise.resolve([]);
    },
  };
  const contracts = {
    current: () => ({ all: [inForce('first'), inForce('second')] }),
    nowMs: () => NOW,
  };
  const watch = new WatchRefusals(
    contracts as unknown as ContractSnapshots,
    tallies as unknown as Tallies,
    {} as StepBack,
    {} as StopRollout,
  );
  watch.onApplicationBootstrap();
  await jest.advanceTimersByTimeAsync(2_000);
  await watch.onApplicationShutdown();
  return [...new Set(asked)];
}

describe('refusals of many contracts', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    Logger.overrideLogger(false);
  });
  afterEach(() => void jest.useRealTimers());

  it('are watched of each, whatever stands in the way of one', async () => {
    expect(await askedAbout(new Error('its counts cannot be read'))).toEqual(['first', 'second']);
  });

  it('are watched of none while PostgreSQL is away', async () => {
    const away = Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
    expect(await askedAbout(away)).toEqual(['first']);
  });
});
