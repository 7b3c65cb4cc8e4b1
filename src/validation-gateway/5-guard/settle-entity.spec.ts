import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EntityState } from '#event-log';
import { sampleContract } from '../testing/sample-contract.js';
import type { AskedOfEntity } from './asked-of-entity.js';
import { askedText, resumeEntity } from './resume-entity.js';
import { settleEntity } from './settle-entity.js';

const { semantics: plain } = sampleContract().contract;
const entity = { type: 'order', key: '/id', version: '/v' };
type Wishes = Omit<Partial<AskedOfEntity>, 'semantics'> & { readonly semantics?: object };
const asked = (more: Wishes): AskedOfEntity => ({
  ...{ version: undefined, clock: undefined, source: undefined, state: undefined },
  isDelete: false,
  ...more,
  semantics: { ...plain, entity, ...more.semantics },
});
/** The fates of words that come one after another, and what is known in the end. */
function told(words: readonly AskedOfEntity[]): {
  fates: string[];
  known: EntityState | undefined;
} {
  let known: EntityState | undefined;
  const fates = words.map((word) => {
    const ruling = settleEntity(word, known);
    if (ruling.fate === 'append') known = ruling.after;
    return ruling.fate === 'refuse' ? ruling.refusal.reason : ruling.fate;
  });
  return { fates, known };
}

describe('versions of an entity', () => {
  it('rise, and what is older or repeated is refused', () => {
    const words = [7n, 8n, 8n, 3n, 12n].map((version) => asked({ version }));
    expect(told(words).fates).toEqual([
      ...['append', 'append', 'STALE_VERSION', 'STALE_VERSION', 'append'],
    ]);
  });

  it('may not be skipped where the contract says so', () => {
    const semantics = { entity: { ...entity, gap: 'reject' } };
    const words = [7n, 9n, 8n, 9n].map((version) => asked({ version, semantics }));
    expect(told(words).fates).toEqual(['append', 'VERSION_SKIPPED', 'append', 'append']);
  });

  it('are waited for where the contract says so, and settled from text as they would have been at once', () => {
    const semantics = {
      entity: { ...entity, gap: 'wait:PT5S' },
      transitions: { field: '/s', graph: { new: ['paid'], paid: ['sent'] } },
    };
    const known = { version: 7n, state: 'new', isDeleted: false };
    const early = asked({ version: 9n, state: 'sent', source: '/s', semantics });
    expect(settleEntity(early, known)).toMatchObject({ fate: 'hold', waitMs: 5_000 });
    const text = askedText(early);
    const before = { ...known, version: 8n, state: 'paid' };
    expect(resumeEntity(text, before)).toEqual(settleEntity(early, before));
    expect(resumeEntity(text, { ...known, version: 8n })).toMatchObject({
      fate: 'refuse',
      reason: { code: 'TRANSITION_NOT_ALLOWED' },
    });
    expect(resumeEntity(text, { ...before, version: 9n })).toMatchObject({
      fate: 'refuse',
      reason: { code: 'STALE_VERSION' },
    });
  });

  it('an older one brings nothing deleted back; a newer one makes it anew [covers 49]', () => {
    const words = [
      asked({ version: 1n }),
      asked({ version: 3n, isDelete: true }),
      asked({ version: 2n }),
      asked({ version: 4n }),
    ];
    expect(told(words).fates).toEqual(['append', 'append', 'STALE_VERSION', 'append']);
    expect(told(words.slice(0, 3)).known).toMatchObject({ version: 3n, isDeleted: true });
    expect(told(words).known).toMatchObject({ version: 4n, isDeleted: false });
  });

  it('a tombstone without a version ends what is known and keeps its version', () => {
    const words = [asked({ version: 5n }), asked({ isDelete: true }), asked({ version: 5n })];
    expect(told(words).fates).toEqual(['append', 'append', 'STALE_VERSION']);
  });

  it('are left to a person where the contract says so', () => {
    const semantics = { conflict: { policy: 'review' } };
    const words = [2n, 1n].map((version) => asked({ version, semantics }));
    expect(told(words).fates).toEqual(['append', 'NEEDS_REVIEW']);
  });
});

describe('states of an entity', () => {
  const transitions = { field: '/status', graph: { new: ['paid', 'cancelled'], paid: ['sent'] } };
  const states = (...words: string[]) =>
    told(words.map((state) => asked({ state, semantics: { transitions } }))).fates;

  it('change along the graph only; to stay is no change [covers 54]', () => {
    expect(states('new', 'new', 'sent', 'paid', 'sent', 'paid')).toEqual([
      ...['append', 'append', 'TRANSITION_NOT_ALLOWED', 'append', 'append'],
      'TRANSITION_NOT_ALLOWED',
    ]);
  });

  it('begin anywhere, and begin anew after a delete', () => {
    const words = [
      asked({ state: 'sent', semantics: { transitions } }),
      asked({ isDelete: true, semantics: { transitions } }),
      asked({ state: 'new', semantics: { transitions } }),
    ];
    expect(told(words).fates).toEqual(['append', 'append', 'append']);
  });

  it('named like members of every object are states like others', () => {
    expect(states('new', 'constructor')).toEqual(['append', 'TRANSITION_NOT_ALLOWED']);
    expect(states('toString', 'new')).toEqual(['append', 'TRANSITION_NOT_ALLOWED']);
  });
});

describe('the last writer wins', () => {
  const write = fc.record({
    ms: fc.nat(3),
    logical: fc.nat(2),
    version: fc.bigInt(1n, 3n),
    source: fc.constantFrom('/a', '/b', '/c'),
  });
  interface Write {
    readonly ms: number;
    readonly logical: number;
    readonly source: string;
    readonly version?: bigint;
  }
  const word = ({ ms, logical, source, version }: Write) =>
    asked({
      ...{ clock: `${ms}.${logical}`, source, version },
      semantics: { conflict: { policy: 'last-writer-wins' } },
    });

  it('whatever the order in which the writes arrive, the same one stands in the end [covers 25]', () => {
    fc.assert(
      fc.property(fc.array(write, { minLength: 1, maxLength: 8 }), fc.nat(), (writes, seed) => {
        const shuffled = writes
          .map((each, i) => [each, (i * 7919 + seed) % 31] as const)
          .sort(([, a], [, b]) => a - b)
          .map(([each]) => each);
        const [one, other] = [told(writes.map(word)).known, told(shuffled.map(word)).known];
        expect([one?.clock, one?.source]).toEqual([other?.clock, other?.source]);
      }),
    );
  });

  it('by its clock: a later write with a lower version wins, and its version stands', () => {
    const semantics = { conflict: { policy: 'last-writer-wins' } };
    const words = [
      asked({ version: 5n, clock: '10.0', source: '/a', state: 'new', semantics }),
      asked({ version: 3n, clock: '20.0', source: '/b', state: 'paid', semantics }),
      asked({ version: 6n, clock: '15.0', source: '/a', state: 'sent', semantics }),
    ];
    const { fates, known } = told(words);
    expect(fates).toEqual(['append', 'append', 'supersede']);
    expect(known).toMatchObject({ version: 3n, clock: '20.0', source: '/b', state: 'paid' });
  });

  it('an older write is superseded, not refused', () => {
    const words = [
      { ms: 5, logical: 0, source: '/a' },
      { ms: 4, logical: 9, source: '/b' },
    ];
    expect(told(words.map(word)).fates).toEqual(['append', 'supersede']);
  });
});

describe('vector clocks', () => {
  const word = (clock: string) =>
    asked({ clock, semantics: { conflict: { policy: 'vector-clock' } } });

  it('agree with happened-before on random histories of three writers [covers 24]', () => {
    const vector = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3));
    fc.assert(
      fc.property(vector, vector, (before, after) => {
        const text = (v: readonly number[]) => v.map((n, i) => `/w${i}=${n}`).join(',');
        const isLater = after.every((n, i) => n >= (before[i] ?? 0));
        const isSame = after.every((n, i) => n === before[i]);
        const isEarlier = after.every((n, i) => n <= (before[i] ?? 0));
        const expected =
          isSame || isEarlier ? 'supersede' : isLater ? 'append' : 'CONCURRENT_WRITE';
        expect(told([word(text(before)), word(text(after))]).fates[1]).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it('a writer that is not named stands at 0', () => {
    expect(told([word('/a=1'), word('/a=1,/b=1'), word('/b=1')]).fates).toEqual([
      ...['append', 'append', 'supersede'],
    ]);
  });
});
