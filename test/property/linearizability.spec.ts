import { describe, expect, it } from '@jest/globals';
import { isLinearizable, type Operation } from '../support/linearizability.js';
import { subjectModel, type SubjectInput, type SubjectOutcome } from '../support/registry-model.js';

type Told = Operation<SubjectInput, SubjectOutcome>;
const ok = (version: number): SubjectOutcome => ({ status: 200, version });
const operation = (
  [calledAt, returnedAt]: readonly [number, number],
  input: SubjectInput,
  outcome?: SubjectOutcome,
): Told => ({ calledAt, returnedAt, input, outcome });
const register = (at: readonly [number, number], content: number, outcome?: SubjectOutcome) =>
  operation(at, { kind: 'register', content }, outcome);
const latest = (at: readonly [number, number], outcome: SubjectOutcome) =>
  operation(at, { kind: 'latest' }, outcome);
const check = (...history: Told[]) => isLinearizable(subjectModel, history);

describe('the judge of histories', () => {
  it('takes one thing after the other, and what overlaps in any order', () => {
    expect(check(register([0, 1], 1, ok(1)), latest([2, 3], ok(1)))).toBe(true);
    expect(check(register([0, 9], 1, ok(1)), latest([1, 2], { status: 404 }))).toBe(true);
    expect(check(register([0, 9], 1, ok(1)), latest([1, 2], ok(1)))).toBe(true);
  });

  it('finds an acknowledged registration that was lost', () => {
    expect(check(register([0, 1], 1, ok(1)), latest([2, 3], { status: 404 }))).toBe(false);
  });

  it('finds two winners among incompatible registrations', () => {
    expect(check(register([0, 5], 1, ok(1)), register([0, 5], 2, ok(2)))).toBe(false);
    expect(check(register([0, 5], 1, ok(1)), register([0, 5], 2, { status: 409 }))).toBe(true);
  });

  it('finds a version number given twice', () => {
    const gone = operation([2, 3], { kind: 'delete', version: 1 }, ok(1));
    expect(check(register([0, 1], 1, ok(1)), gone, register([4, 5], 2, ok(1)))).toBe(false);
    expect(check(register([0, 1], 1, ok(1)), gone, register([4, 5], 2, ok(2)))).toBe(true);
  });

  it('lets what nobody answered happen late, or never', () => {
    const unknown = register([0, Infinity], 1);
    expect(check(unknown, latest([5, 6], { status: 404 }), latest([7, 8], ok(1)))).toBe(true);
    expect(check(unknown, latest([5, 6], { status: 404 }))).toBe(true);
    expect(check(unknown, latest([5, 6], ok(1)), latest([7, 8], { status: 404 }))).toBe(false);
  });

  it('lets one of two claims on a version win', () => {
    const claim = (content: number, outcome: SubjectOutcome) =>
      operation([0, 5], { kind: 'register', content, expected: 1 }, outcome);
    expect(check(claim(1, ok(1)), claim(2, { status: 422 }))).toBe(false);
    const free = operation([-2, -1], { kind: 'set-level', level: 'NONE' }, { status: 200 });
    expect(check(free, claim(1, ok(1)), claim(2, { status: 422 }))).toBe(true);
    expect(check(free, claim(1, ok(1)), claim(2, ok(2)))).toBe(false);
  });

  it('takes a history as long as a busy minute, and finds what is wrong at its end', () => {
    const long = Array.from({ length: 5_000 }, (_, i) => latest([10 + i * 10, 25 + i * 10], ok(1)));
    const begun = register([0, 1], 1, ok(1));
    expect(check(begun, ...long)).toBe(true);
    expect(check(begun, ...long, latest([1_000_000, 1_000_001], ok(2)))).toBe(false);
  });
});
