import { describe, expect, it } from '@jest/globals';
import { inWindow, lookBackOf, windowInWords, windowReport } from './version-window.js';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 25);
/** Published so many days ago. */
const versions = (...days: readonly number[]) =>
  days.map((ago, i) => ({ version: i + 1, publishedAt: NOW - ago * DAY_MS }));
const inside = (days: readonly number[], window: string, retention?: string): readonly number[] =>
  inWindow(versions(...days), { window, retention, nowMs: NOW }).inside.map(
    ({ version }) => version,
  );

const keeping = (retention: string | undefined, cleanup: 'delete' | 'compact' = 'delete') => ({
  compatibility: { window: 'retention' },
  channel: { cleanup, ...(retention === undefined ? {} : { retention }) },
});

describe('the versions a new one is judged against', () => {
  it('are all of them where the window says so or nobody says how long events are kept [covers 56]', () => {
    expect(inside([900, 600, 1], 'all')).toEqual([1, 2, 3]);
    expect(inside([900, 600, 1], 'retention')).toEqual([1, 2, 3]);
  });

  it('are those whose events may still be in the topic [covers 56]', () => {
    // Version 1 was followed 600 days ago, version 2 ten days ago.
    expect(inside([900, 600, 10], 'retention', 'P30D')).toEqual([2, 3]);
    expect(inside([900, 600, 10], 'P601D')).toEqual([1, 2, 3]);
  });

  it('lose a version at the moment its last event is too old, and not before [covers 56]', () => {
    expect(inside([90, 30], 'P30D')).toEqual([1, 2]);
    const older = versions(90, 30);
    const later = { window: 'P30D', nowMs: NOW + 1 };
    expect(inWindow(older, later).leftOut).toEqual([older[0]]);
  });

  it('are the last so many', () => {
    expect(inside([4, 3, 2, 1], 'versions:2')).toEqual([3, 4]);
    expect(inside([4, 3], 'versions:5')).toEqual([1, 2]);
  });

  it('always have the newest, however old it is, and what somebody is known to use', () => {
    expect(inside([900], 'PT1S')).toEqual([1]);
    const older = versions(900, 800, 700).map((each, i) => ({ ...each, isInUse: i === 0 }));
    expect(inWindow(older, { window: 'P1D', nowMs: NOW }).leftOut).toEqual([older[1]]);
  });

  it('are kept where nobody knows when they were followed', () => {
    const older: readonly { version: number; publishedAt?: number }[] = [
      { version: 1 },
      { version: 2 },
    ];
    expect(inWindow(older, { window: 'PT1S', nowMs: NOW }).leftOut).toEqual([]);
  });

  it('are all of them where a topic is compacted, for it keeps the last event of a key', () => {
    expect(lookBackOf(keeping('P1D', 'compact')).retention).toBeUndefined();
    expect(lookBackOf(keeping('P1D')).retention).toBe('P1D');
  });

  it('are those of the longer time, while a contract begins to keep events for less', () => {
    expect(lookBackOf(keeping('P1D'), keeping('P4W')).retention).toBe('P4W');
    expect(lookBackOf(keeping('P30D'), keeping('P4W')).retention).toBe('P30D');
    expect(lookBackOf(keeping('P1D'), keeping(undefined)).retention).toBeUndefined();
  });

  it('are counted in words', () => {
    expect(windowInWords({ window: 'P30D', inside: 3, leftOut: [1, 2] })).toBe(
      '3 versions in the window P30D, 2 older ones left out',
    );
    expect(windowInWords({ window: 'retention', inside: 1, leftOut: [1] })).toBe(
      '1 version in the window retention, 1 older one left out',
    );
  });

  it('are told of where one was left out, and only there', () => {
    const older = versions(90, 30);
    const report = windowReport(older.slice(1), older.slice(0, 1), { window: 'P7D' });
    expect(report).toEqual({ window: { window: 'P7D', inside: 1, leftOut: [1] } });
    expect(windowReport(older, [], { window: 'P7D' })).toEqual({});
  });
});
