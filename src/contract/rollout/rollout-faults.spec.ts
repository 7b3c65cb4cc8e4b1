import { describe, expect, it } from '@jest/globals';
import { readContract } from '../read-contract.js';

const SHARED = { type: 'order', key: '/orderId', version: '/version' };

const document = (rollout: object, more: object = {}) => ({
  apiVersion: 'concordat/v1',
  kind: 'EventContract',
  id: 'orders.changed',
  owner: { team: 'orders' },
  schema: {
    definition: {
      type: 'object',
      properties: {
        orderId: { type: 'string' },
        version: { type: 'integer' },
        status: { type: 'string' },
      },
    },
  },
  channel: { topic: 'orders', key: '/orderId' },
  ...more,
  rollout,
});
const faultsOf = (rollout: object, more?: object) => {
  const read = readContract(document(rollout, more));
  return read.ok ? [] : read.error.map(({ code, pointer }) => `${code} ${pointer}`);
};
const guarded = { semantics: { entity: SHARED } };
const byClock = { semantics: { conflict: { policy: 'last-writer-wins' } } };

describe('what a contract says of its candidate', () => {
  it('is read like the contract itself: words, places and fields of the schema', () => {
    expect(faultsOf({ candidate: { undeclared: 'refused' } })).toEqual([
      'CONTRACT_INVALID /rollout/candidate/undeclared',
    ]);
    expect(faultsOf({ candidate: { enforcement: { deadLetterTopic: 'others' } } })).toEqual([
      'CANDIDATE_OTHER_LETTERS /rollout/candidate/enforcement/deadLetterTopic',
    ]);
    expect(faultsOf({ candidate: { shape: {} } })).toEqual([
      expect.stringMatching(/^CONTRACT_UNKNOWN_KEY \/rollout\/candidate/),
    ]);
    expect(faultsOf({ candidate: { enforcement: { mod: 'warn' } } })).toEqual([
      expect.stringMatching(/^CONTRACT_UNKNOWN_KEY \/rollout\/candidate\/enforcement/),
    ]);
    const rules = [{ name: 'kept', cel: 'stauts == "paid"' }];
    expect(faultsOf({ candidate: { rules } })).toEqual([
      expect.stringMatching(/^\w+ \/rollout\/candidate\/rules\/0/),
    ]);
  });

  it('takes what is different: another mode, other rules, another conflict policy', () => {
    expect(faultsOf({ candidate: { enforcement: { mode: 'warn' } }, percent: 10 })).toEqual([]);
    expect(
      faultsOf({ candidate: { rules: [{ name: 'named', cel: 'orderId != ""' }] }, percent: 10 }),
    ).toEqual([]);
    expect(faultsOf({ candidate: byClock, percent: 10 }, guarded)).toEqual([]);
  });

  it('refuses a candidate that is what is in force already', () => {
    expect(faultsOf({ candidate: { undeclared: 'warn' } })).toEqual([
      'CANDIDATE_NOT_DIFFERENT /rollout/candidate',
    ]);
  });

  it('takes another delivery where it decides, and says that comparing it shows nothing', () => {
    const once = { semantics: { delivery: 'at-most-once' } };
    const least = { semantics: { delivery: 'at-least-once' } };
    const said = ['CANDIDATE_SHOWS_NOTHING /rollout/candidate'];
    expect(faultsOf({ candidate: once })).toEqual(said);
    expect(faultsOf({ candidate: least }, once)).toEqual(said);
    expect(faultsOf({ candidate: once, percent: 5 })).toEqual([]);
    expect(faultsOf({ candidate: least, percent: 5 }, once)).toEqual([]);
    expect(faultsOf({ candidate: { ...once, undeclared: 'refuse' } })).toEqual([]);
  });

  it('refuses a delivery that needs a past nobody keeps, or contradicts the guards', () => {
    const effectively = { semantics: { delivery: 'effectively-once' } };
    expect(faultsOf({ candidate: effectively, percent: 5 })).toEqual([
      ...['CANDIDATE_NEEDS_HISTORY /rollout/candidate/semantics'],
      'CANDIDATE_KEEPS_OTHER_HISTORY /rollout/candidate/semantics',
    ]);
    const least = { semantics: { delivery: 'at-least-once' } };
    expect(faultsOf({ candidate: least }, effectively)).toEqual([]);
    expect(faultsOf({ candidate: least, percent: 5 }, effectively)).toEqual([
      'CANDIDATE_KEEPS_OTHER_HISTORY /rollout/candidate/semantics',
    ]);
    const once = { semantics: { delivery: 'at-most-once' } };
    expect(faultsOf({ candidate: once, percent: 5 }, guarded)).toEqual([
      'DELIVERY_CONTRADICTED /rollout/candidate/semantics/delivery',
    ]);
  });

  it('refuses what changes no verdict: limits of the policy itself, or a delivery that is the same', () => {
    const said = ['CANDIDATE_SHOWS_NOTHING /rollout/candidate'];
    const limit = { rejectRate: 0.1, over: 'PT1H' };
    expect(faultsOf({ candidate: { enforcement: { promoteBelow: limit } } })).toEqual(said);
    expect(faultsOf({ candidate: { enforcement: { rollbackAbove: limit } }, percent: 50 })).toEqual(
      said,
    );
    const repeats = { semantics: { dedup: { window: 'P1D' } } };
    const effectively = { semantics: { delivery: 'effectively-once' } };
    expect(faultsOf({ candidate: effectively, percent: 50 }, repeats)).toEqual(said);
  });

  it('takes another mode, and another share of refusals', () => {
    for (const enforcement of [{ mode: 'off' }, { mode: 'observe' }, { percent: 30 }])
      for (const percent of [0, 50])
        expect(faultsOf({ candidate: { enforcement }, percent })).toEqual([]);
    expect(
      faultsOf(
        { candidate: { enforcement: { by: 'producer' } } },
        { enforcement: { percent: 30 } },
      ),
    ).toEqual([]);
  });

  it('refuses guards that ask for a past the contract does not keep', () => {
    const dedup = { semantics: { dedup: { window: 'P1D' } } };
    expect(faultsOf({ candidate: dedup })).toEqual([
      'CANDIDATE_NEEDS_HISTORY /rollout/candidate/semantics',
    ]);
    expect(faultsOf({ candidate: guarded })).toEqual([
      'CANDIDATE_NEEDS_HISTORY /rollout/candidate/semantics',
    ]);
  });

  it('refuses to let decide what would leave another past behind; comparing it alone is fine', () => {
    const withoutVersion = { semantics: { entity: { version: null } } };
    const has = (percent: number) => faultsOf({ candidate: withoutVersion, percent }, guarded);
    expect(has(0)).toEqual([]);
    expect(has(5)).toEqual(['CANDIDATE_KEEPS_OTHER_HISTORY /rollout/candidate/semantics']);
  });

  it('refuses to split one entity, or the latest states, between two policies', () => {
    const drawn = { candidate: byClock, percent: 5, stickiness: 'producer' };
    expect(faultsOf(drawn, guarded)).toEqual(['ROLLOUT_SPLITS_ENTITY /rollout/stickiness']);
    const canonical = { semantics: { kind: 'state', entity: { ...SHARED, canonical: true } } };
    expect(faultsOf({ candidate: byClock, percent: 5 }, canonical)).toEqual([
      'ROLLOUT_SPLITS_STATES /rollout/candidate/semantics/conflict',
    ]);
    expect(faultsOf({ candidate: byClock }, canonical)).toEqual([]);
  });

  it('refuses to leave a merge for a share', () => {
    const merging = {
      semantics: { entity: SHARED, conflict: { policy: 'merge', merge: { '*': 'max' } } },
    };
    const candidate = { semantics: { conflict: { policy: 'reject', merge: null } } };
    expect(faultsOf({ candidate }, merging)).toEqual([]);
    expect(faultsOf({ candidate, percent: 1 }, merging)).toEqual([
      'CANDIDATE_LEAVES_MERGE /rollout/candidate/semantics/conflict',
    ]);
  });

  it('refuses a share by entity where there is none', () => {
    expect(
      faultsOf({ candidate: { undeclared: 'refuse' }, percent: 5, stickiness: 'entity.key' }),
    ).toEqual(['ENTITY_MISSING /rollout/stickiness']);
  });
});
