import { describe, expect, it } from '@jest/globals';
import { evidenceOf } from './evidence-of.js';
import { hasJumped } from './has-jumped.js';

const fate = (verdict: string, reason: string, count: number, producer = 'shop') => ({
  ...{ version: 1, verdict, reason, producer, count },
});
const of = (judged: number, wouldRefuse: number) => ({ judged, wouldRefuse });

describe('refusals that jump after a change', () => {
  it('are more than the limit where they were not before', () => {
    expect(hasJumped(of(100, 11), of(100, 10), 0.1)).toBe(true);
    expect(hasJumped(of(100, 10), of(100, 0), 0.1)).toBe(false);
    expect(hasJumped(of(100, 90), of(0, 0), 0.1)).toBe(true);
  });

  it('are not the change’s fault where as much was refused before it', () => {
    expect(hasJumped(of(100, 90), of(100, 11), 0.1)).toBe(false);
  });

  it('are not told from a handful of events', () => {
    expect(hasJumped(of(19, 19), of(0, 0), 0)).toBe(false);
    expect(hasJumped(of(20, 1), of(0, 0), 0)).toBe(true);
  });
});

describe('the evidence of what was judged', () => {
  it('counts what was refused and what was only warned about, and names the most frequent', () => {
    const fates = [
      fate('accepted', '', 60),
      fate('accepted', 'SCHEMA_VIOLATION', 10),
      fate('quarantined', 'SCHEMA_VIOLATION', 20, 'till'),
      fate('superseded', '', 5),
    ];
    expect(evidenceOf(fates)).toEqual({
      judged: 95,
      wouldRefuse: 30,
      example: { reason: 'SCHEMA_VIOLATION', producer: 'till', count: 20 },
    });
  });

  it('leaves out what was not judged, and what no mode would let pass', () => {
    const fates = [fate('deferred', 'BROKER_AWAY', 50), fate('rejected', 'EVENT_TOO_LARGE', 5)];
    expect(evidenceOf(fates)).toEqual({ judged: 5, wouldRefuse: 0 });
    expect(evidenceOf([])).toEqual({ judged: 0, wouldRefuse: 0 });
  });
});
