import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Quarantine } from '#event-log';
import { limits } from '#kernel';
import type { GatewaySettings } from '../gateway-settings.js';
import { ExpireQuarantine } from './expire-quarantine.js';

const AT_ONCE = limits.quarantineCasesAtOnce.value;
const PER_LOOK = limits.quarantineCasesPerLook.value;

describe('refused events that are overdue', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  const expiring = (backlog: number, whenAsked?: () => void) => {
    const asked = { closed: 0, olderThanMs: 0 };
    const expire = (olderThanMs: number) => {
      whenAsked?.();
      const closed = Math.min(AT_ONCE, backlog - asked.closed);
      asked.closed += closed;
      asked.olderThanMs = olderThanMs;
      return Promise.resolve(closed);
    };
    const round = new ExpireQuarantine(
      { expire } as unknown as Quarantine,
      { quarantineDays: 30 } as GatewaySettings,
    );
    return { round, asked };
  };

  it('are closed so many in one look, and the rest in the next one', async () => {
    const { round, asked } = expiring(PER_LOOK + 1);
    round.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(asked).toEqual({ closed: PER_LOOK, olderThanMs: 30 * 86_400_000 });
    await jest.advanceTimersByTimeAsync(60_000);
    expect(asked.closed).toBe(PER_LOOK + 1);
    await round.onApplicationShutdown();
  });

  it('do not keep a gateway from stopping', async () => {
    let stopped: Promise<void> | undefined;
    const { round, asked } = expiring(PER_LOOK, () => {
      stopped ??= round.onApplicationShutdown();
    });
    round.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(1_000);
    await stopped;
    expect(asked.closed).toBe(AT_ONCE);
  });
});
