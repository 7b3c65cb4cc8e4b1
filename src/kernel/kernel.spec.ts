import { describe, expect, it } from '@jest/globals';
import { ulid } from './ids.js';
import { BrokenInvariant, invariant } from './invariant.js';
import { limits } from './limits.js';
import { isOutage } from './outage.js';
import { problemBody } from './problem-body.js';
import { Problem, problem, type ProblemRow } from './problem.js';
import { fail, ok } from './result.js';

describe('a result', () => {
  it('is a success with a value or a failure with an error', () => {
    expect(ok(7)).toEqual({ ok: true, value: 7 });
    expect(fail('no')).toEqual({ ok: false, error: 'no' });
  });
});

describe('a problem', () => {
  const row: ProblemRow<{ subject: string }> = {
    code: 'SUBJECT_UNKNOWN',
    http: 404,
    confluent: 40401,
    title: 'Unknown subject',
    message: ({ subject }) => `There is no subject "${subject}".`,
    hint: ({ subject }) => `Register a schema under "${subject}" first.`,
  };

  it('carries the sentence and the remedy of its row', () => {
    const thrown = problem(
      row,
      { subject: 'orders' },
      { pointer: '/subject', retryAfterSeconds: 3 },
    );
    expect(thrown).toBeInstanceOf(Problem);
    expect(thrown.message).toBe('There is no subject "orders".');
    expect(thrown.hint).toBe('Register a schema under "orders" first.');
    expect(thrown.row.http).toBe(404);
    expect(thrown.extras).toEqual({ pointer: '/subject', retryAfterSeconds: 3 });
  });

  it('needs neither a hint nor extras', () => {
    const bare: ProblemRow = { code: 'X', http: 400, title: 'x', message: () => 'No.' };
    const thrown = problem(bare, undefined);
    expect([thrown.hint, thrown.extras, thrown.name]).toEqual([undefined, {}, 'Problem']);
  });
});

describe('the body of a problem', () => {
  const row: ProblemRow = { code: 'X', http: 400, title: 'Wrong', message: () => 'No.' };

  it('says what happened and then what to do, with whatever else is known', () => {
    const told = problem({ ...row, hint: () => 'Do.' }, undefined, {
      ...{ pointer: '/a', members: { faults: [1] } },
    });
    expect(JSON.stringify(problemBody(told))).toBe(
      '{"type":"urn:concordat:problem:X","title":"Wrong","status":400,"detail":"No. Do.","code":"X","pointer":"/a","faults":[1]}',
    );
  });

  it('says only what happened where there is nothing to do', () => {
    expect(problemBody(problem(row, undefined)).detail).toBe('No.');
  });
});

describe('a ulid', () => {
  const zeros = new Uint8Array(10);
  const ones = new Uint8Array(10).fill(255);

  it('has 26 characters of the alphabet without I, L, O and U', () => {
    expect(ulid(0, zeros)).toBe('0'.repeat(26));
    expect(ulid(2 ** 48 - 1, ones)).toBe('7ZZZZZZZZZZZZZZZZZZZZZZZZZ');
    expect(ulid(1_795_000_000_000, ones)).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  });

  it('sorts by time before chance', () => {
    expect(ulid(1_000, ones) < ulid(1_001, zeros)).toBe(true);
  });

  it('takes missing chance as zero', () => {
    expect(ulid(5, new Uint8Array())).toBe(ulid(5, zeros));
  });
});

describe('an invariant', () => {
  it('is silent while it holds and names the reason when it does not', () => {
    expect(() => invariant(true, 'sky is up')).not.toThrow();
    expect(() => invariant(0, 'sky is up')).toThrow(new BrokenInvariant('sky is up'));
    expect(new BrokenInvariant('x').name).toBe('BrokenInvariant');
  });
});

describe('an outage', () => {
  const withCode = (code: string): Error => Object.assign(new Error('no'), { code });

  it.each(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', '08006', '57P01', '53100', '53300'])(
    'is told by the code %s',
    (code) => {
      expect(isOutage(withCode(code))).toBe(true);
    },
  );

  it.each(['23505', '22001', 'EACCES'])('is not a fault with the code %s', (code) => {
    expect(isOutage(withCode(code))).toBe(false);
  });

  it.each([
    'Connection terminated unexpectedly',
    'Query runner already released. Cannot run queries anymore.',
    'Query read timeout',
    'Cannot use a pool after calling end on the pool',
    'Cannot execute operation on "default" connection because connection is not yet established.',
  ])('is told by the sentence of a library that gives no code: %s', (sentence) => {
    expect(isOutage(new Error(sentence))).toBe(true);
  });

  it('is no other sentence', () => {
    expect(isOutage(new Error('syntax error'))).toBe(false);
  });

  it('is found behind cause, driverError and the errors of an aggregate', () => {
    const inner = withCode('ECONNREFUSED');
    expect(isOutage(new Error('query', { cause: inner }))).toBe(true);
    expect(isOutage(Object.assign(new Error('query'), { driverError: inner }))).toBe(true);
    expect(isOutage(new AggregateError([new Error('a'), inner], 'all'))).toBe(true);
    expect(isOutage(new AggregateError([new Error('a')], 'all'))).toBe(false);
  });

  it('is not looked for endlessly, nor in what is no error', () => {
    const circle: Error & { cause?: unknown } = new Error('round');
    circle.cause = circle;
    expect(isOutage(circle)).toBe(false);
    expect(isOutage('ECONNREFUSED')).toBe(false);
  });
});

describe('the limits', () => {
  it('are positive and each says why', () => {
    for (const { value, why } of Object.values(limits)) {
      expect(value).toBeGreaterThan(0);
      expect(why).toMatch(/\.$/);
    }
  });
});
