import { describe, expect, it } from '@jest/globals';
import type { Change, DiffAnswer } from '../answers.js';
import { classOf } from './class-of.js';

const fits = { verdict: 'compatible' } as const;
const breaks = { verdict: 'incompatible' } as const;
const open = { verdict: 'undecided' } as const;
const change = (more: Partial<Change> = {}): Change => ({
  ...{ key: 'k', about: 'schema', ruleId: 'r', severity: 'info', message: 'A field is new.' },
  ...{ why: '', fix: '', oldPath: '', newPath: '', ...more },
});
const classed = (
  backward: DiffAnswer['backward'],
  forward: DiffAnswer['forward'],
  changes: readonly Change[] = [change()],
) => classOf({ backward, forward, changes }).class;

describe('whom a version breaks', () => {
  it('is told by which side refuses whose events', () => {
    expect(classed(fits, fits)).toBe('compatible');
    expect(classed(fits, breaks)).toBe('breaks-readers');
    expect(classed(breaks, fits)).toBe('breaks-writers');
    expect(classed(breaks, breaks)).toBe('breaks-both');
  });

  it('a change of meaning breaks whom it hurts, where it breaks', () => {
    const meaning = (severity: Change['severity'], ...hurts: ('producers' | 'consumers')[]) => [
      change({ about: 'meaning', severity, hurts }),
    ];
    expect(classed(fits, fits, meaning('breaking', 'consumers'))).toBe('breaks-readers');
    expect(classed(fits, fits, meaning('breaking', 'producers'))).toBe('breaks-writers');
    expect(classed(breaks, fits, meaning('breaking', 'consumers'))).toBe('breaks-both');
    expect(classed(fits, fits, meaning('warning', 'consumers'))).toBe('meaning-only');
  });

  it('is not decided where the engine did not, unless it breaks somebody anyway', () => {
    expect(classed(open, fits)).toBe('undecided');
    expect(classed(open, breaks)).toBe('breaks-readers');
  });

  it('says the gravest change, and how many there are', () => {
    const changes = [change({ severity: 'breaking', message: 'A field is gone.' }), change()];
    expect(classOf({ backward: fits, forward: breaks, changes })).toEqual({
      ...{ class: 'breaks-readers', changes: 2, breaking: 1, first: 'A field is gone.' },
    });
    expect(classOf({ backward: fits, forward: fits, changes: [] })).toEqual({
      ...{ class: 'compatible', changes: 0, breaking: 0 },
    });
  });
});
