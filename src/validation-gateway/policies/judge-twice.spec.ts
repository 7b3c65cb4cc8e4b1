import { describe, expect, it } from '@jest/globals';
import type { Contract } from '#contract';
import { limits } from '#kernel';
import { PipelineInABox } from '../testing/pipeline-in-a-box.js';
import { sampleContract } from '../testing/sample-contract.js';

const SCHEMA = {
  type: 'object',
  required: ['orderId'],
  properties: { orderId: { type: 'string' }, total: { type: 'number' } },
};
const KEYED = { topic: 'orders', key: '/orderId', partitions: 3, cleanup: 'delete' } as const;
const orders = (contract: Partial<Contract>) =>
  sampleContract({ schema: SCHEMA, contract: { channel: KEYED, ...contract } });
const tries = (candidate: Record<string, unknown>, percent: number, more: Partial<Contract> = {}) =>
  new PipelineInABox(orders({ ...more, rollout: { candidate, percent } }));

/** `in force/reason candidate/reason` and how often; `!` where the candidate decided. */
async function comparedIn(road: PipelineInABox): Promise<Record<string, number>> {
  await road.policies.flush();
  return Object.fromEntries(
    road.compared.map(({ here, there, isDecidedThere, count }) => [
      `${here.fate}/${here.reason} ${there.fate}/${there.reason}${isDecidedThere ? '!' : ''}`,
      count,
    ]),
  );
}
const good = '{"orderId":"a"}';
const bad = '{"total":1}';
const odd = '{"orderId":"a","more":1}';

describe('a candidate that is only compared', () => {
  it('decides nothing, and every verdict of both is counted [covers 79]', async () => {
    const road = tries({ enforcement: { mode: 'warn' }, undeclared: 'refuse' }, 0);
    const verdicts = await road.records([good, bad, odd, odd]);
    expect(verdicts.map(({ fate }) => fate)).toEqual([
      ...['accepted', 'quarantined', 'accepted', 'accepted'],
    ]);
    expect(await comparedIn(road)).toEqual({
      'accepted/ accepted/': 1,
      'refused/SCHEMA_VIOLATION accepted/SCHEMA_VIOLATION': 1,
      'accepted/ accepted/UNDECLARED_FIELD': 2,
    });
  });

  it('is asked about every contract that has one, and of the others nothing is compared', async () => {
    const road = new PipelineInABox(orders({}));
    await road.records([good, bad]);
    expect(await comparedIn(road)).toEqual({});
  });

  it('may break a rule of its own, at its own cost', async () => {
    const rules = [{ name: 'paid', cel: 'total > 10.0' }];
    const road = tries({ rules }, 0);
    const verdicts = await road.records(['{"orderId":"a","total":5.5}']);
    expect(verdicts[0]?.fate).toBe('accepted');
    expect(await comparedIn(road)).toEqual({ 'accepted/ refused/RULE_BROKEN': 1 });
  });

  it('takes nothing from the rate of a producer, be its own rate the same or another', async () => {
    const limited = { limits: { rate: '3/h' } };
    const same = tries({ undeclared: 'refuse' }, 0, limited);
    const fates = (await same.records([good, good, good, good])).map(({ fate }) => fate);
    expect(fates).toEqual(['accepted', 'accepted', 'accepted', 'deferred']);
    expect(await comparedIn(same)).toEqual({
      'accepted/ accepted/': 3,
      'deferred/RATE_EXCEEDED deferred/RATE_EXCEEDED': 1,
    });
    const slower = tries({ limits: { rate: '1/h' } }, 0, limited);
    await slower.records([good, good, good, good]);
    expect(await comparedIn(slower)).toEqual({
      'accepted/ accepted/': 1,
      'accepted/ deferred/RATE_EXCEEDED': 2,
      'deferred/RATE_EXCEEDED deferred/RATE_EXCEEDED': 1,
    });
  });

  it('is not compared where a broker had the last word', async () => {
    const road = tries({ undeclared: 'refuse' }, 0);
    road.broker = 'away';
    await road.records([odd]);
    expect(await comparedIn(road)).toEqual({});
  });
});

describe('a candidate with a share', () => {
  const KEYS = Array.from({ length: 400 }, (_, i) => `k${i}`);
  const oddly = (key: string) => JSON.stringify({ orderId: key, more: 1 });
  const refusedAt = async (percent: number): Promise<readonly string[]> => {
    const road = tries({ undeclared: 'refuse' }, percent);
    const verdicts = await road.records(KEYS.map(oddly));
    return KEYS.filter((_, i) => verdicts[i]?.fate === 'quarantined');
  };

  it('decides for the same keys always, for more as it grows, and in the end for all [covers 79]', async () => {
    const tenth = await refusedAt(10);
    expect(tenth.length).toBeGreaterThan(0);
    expect(tenth.length).toBeLessThan(KEYS.length / 4);
    expect(await refusedAt(10)).toEqual(tenth);
    const half = new Set(await refusedAt(50));
    expect(tenth.filter((key) => !half.has(key))).toEqual([]);
    expect(await refusedAt(100)).toEqual(KEYS);
    expect(await refusedAt(0)).toEqual([]);
  });

  it('is compared all the same: what the policy in force would have said is counted, too', async () => {
    const road = tries({ undeclared: 'refuse' }, 100);
    await road.records([odd, good]);
    expect(await comparedIn(road)).toEqual({
      'accepted/ refused/UNDECLARED_FIELD!': 1,
      'accepted/ accepted/!': 1,
    });
  });

  it('is drawn by producer where the contract says so [covers 80]', async () => {
    const sources = Array.from({ length: 60 }, (_, i) => `/s${i}`);
    const rollout = { candidate: { undeclared: 'refuse' }, percent: 50 } as const;
    const road = new PipelineInABox(
      orders({
        envelope: { spec: 'cloudevents', type: 'order.placed' },
        rollout: { ...rollout, stickiness: 'producer' },
      }),
    );
    const fatesOf = async (source: string) => {
      const fates = new Set<string>();
      for (const id of [1, 2, 3]) {
        const event = `{"specversion":"1.0","id":"${id}","source":"${source}","type":"order.placed","data":{"orderId":"${source}${id}","more":1}}`;
        const [verdict] = await road.event(event);
        fates.add(verdict?.fate ?? '');
      }
      return [...fates];
    };
    const told = await Promise.all(sources.map(fatesOf));
    expect(told.every(({ length }) => length === 1)).toBe(true);
    expect(new Set(told.flat())).toEqual(new Set(['accepted', 'quarantined']));
  });

  it('draws events that break the schema by the key they name', async () => {
    const candidate = { enforcement: { mode: 'warn' } };
    const fatesOf = async (value: (key: string) => string) => {
      const road = tries(candidate, 50);
      return (await road.records(KEYS.map(value))).map(({ fate }) => fate);
    };
    const broken = await fatesOf((key) => `{"orderId":"${key}","total":"none"}`);
    expect(new Set(broken)).toEqual(new Set(['accepted', 'quarantined']));
    expect(await fatesOf((key) => `{"orderId":"${key}","total":[]}`)).toEqual(broken);
  });
});

describe('a candidate with another enforcement', () => {
  const KEYS = Array.from({ length: 400 }, (_, i) => `k${i}`);
  const oddly = (key: string) => JSON.stringify({ orderId: key, more: 1 });
  const strict = { undeclared: 'refuse' } as const;
  const refusedBy = async (road: PipelineInABox): Promise<readonly string[]> => {
    const verdicts = await road.records(KEYS.map(oddly));
    return KEYS.filter((_, i) => verdicts[i]?.fate === 'quarantined');
  };
  const percent = (share: number) =>
    ({ enforcement: { mode: 'enforce', percent: share } }) as const;
  const inForce = (share: number): Partial<Contract> => ({
    ...strict,
    enforcement: { ...percent(share).enforcement },
  });

  it.each(['off', 'observe', 'warn'] as const)(
    'lets pass under %s what the policy in force refuses, where it decides',
    async (mode) => {
      const road = tries({ enforcement: { mode } }, 100, strict);
      expect(await refusedBy(road)).toEqual([]);
      const reason = mode === 'off' ? '' : 'UNDECLARED_FIELD';
      expect(await comparedIn(road)).toEqual({
        [`refused/UNDECLARED_FIELD accepted/${reason}!`]: KEYS.length,
      });
    },
  );

  it('refuses the share it declares, as the contract would that declares it, out of those it decides for', async () => {
    const third = await refusedBy(new PipelineInABox(orders(inForce(30))));
    expect(third.length).toBeGreaterThan(KEYS.length / 5);
    expect(third.length).toBeLessThan(KEYS.length / 2);
    expect(await refusedBy(tries(percent(30), 100, strict))).toEqual(third);
    const half = await refusedBy(
      tries(percent(30), 50, { ...strict, enforcement: { mode: 'warn', percent: 100 } }),
    );
    expect(half.filter((key) => !third.includes(key))).toEqual([]);
    expect(half.length).toBeGreaterThan(0);
    expect(half.length).toBeLessThan(third.length);
    const compared = tries(percent(30), 0, strict);
    expect(await refusedBy(compared)).toEqual(KEYS);
    expect(await comparedIn(compared)).toEqual({
      'refused/UNDECLARED_FIELD refused/UNDECLARED_FIELD': third.length,
      'refused/UNDECLARED_FIELD accepted/UNDECLARED_FIELD': KEYS.length - third.length,
    });
  });

  it('is not held to the step back of the policy in force', async () => {
    const sample = orders({ ...strict, rollout: { candidate: { producers: [] }, percent: 0 } });
    const why = { judged: 9, refused: 9, reason: 'UNDECLARED_FIELD', producer: '' };
    const steppedBack = { at: '2026-11-01T00:00:00Z', ...why };
    const road = new PipelineInABox({ ...sample, steppedBack });
    await road.records([odd]);
    expect(await comparedIn(road)).toEqual({
      'accepted/UNDECLARED_FIELD refused/UNDECLARED_FIELD': 1,
    });
  });
});

describe('what is kept of a comparison', () => {
  it('names the last events on which they differed, up to the limit divergenceSamples', async () => {
    const road = tries({ undeclared: 'refuse' }, 0);
    const many = limits.divergenceSamples.value + 5;
    for (let i = 0; i < many; i++) await road.records([`{"orderId":"${i}","more":1}`, good]);
    await road.policies.flush();
    expect(road.sampled).toHaveLength(limits.divergenceSamples.value);
    const at = road.sampled.at(-1)?.position;
    expect(at).toBe(`orders/0@${2 * many - 2}`);
    expect(road.sampled[0]).toMatchObject({
      here: { fate: 'accepted', reason: '', pointer: '' },
      there: { fate: 'refused', reason: 'UNDECLARED_FIELD' },
    });
  });

  it('waits for PostgreSQL without being counted twice', async () => {
    const road = tries({ undeclared: 'refuse' }, 0);
    road.storeFails = true;
    await road.records([odd]);
    await road.policies.flush();
    await road.records([odd]);
    road.storeFails = false;
    await road.policies.flush();
    await road.policies.flush();
    expect(road.compared.reduce((sum, { count }) => sum + count, 0)).toBe(2);
    expect(road.sampled).toHaveLength(2);
  });

  it('is bounded by the limit comparedVerdicts while PostgreSQL is away', async () => {
    const many = limits.comparedVerdicts.value + 1;
    const rollout = { candidate: { undeclared: 'refuse' }, percent: 0 };
    const contracts = Array.from({ length: many }, (_, i) =>
      sampleContract({
        id: `c${i}`,
        contract: { channel: { ...KEYED, topic: `t${i}` }, rollout },
      }),
    );
    const road = new PipelineInABox(...contracts);
    for (let i = 0; i < many; i++) await road.records(['{"orderId":"a"}'], `t${i}`);
    await road.policies.flush();
    expect(road.compared).toHaveLength(many - 1);
  }, 60_000);
});
