import { describe, expect, it, jest } from '@jest/globals';
import { limits, Problem } from '#kernel';
import { PipelineInABox } from './testing/pipeline-in-a-box.js';
import { sampleContract } from './testing/sample-contract.js';
import type { Verdict } from './verdict.js';

const SCHEMA = {
  type: 'object',
  required: ['orderId'],
  properties: {
    orderId: { type: 'string' },
    total: { type: 'number' },
    email: { type: 'string' },
    tags: {},
  },
};
const ENVELOPE = { spec: 'cloudevents', type: 'order.placed' } as const;
const KEYED = { topic: 'orders', key: '/orderId', partitions: 3, cleanup: 'delete' } as const;
const orders = (contract = {}, schema: unknown = SCHEMA) => sampleContract({ schema, contract });
const fates = (verdicts: readonly Verdict[]) => verdicts.map(({ fate }) => fate);
const reason = ([verdict]: readonly Verdict[]) => [
  verdict?.refusal?.reason,
  verdict?.refusal?.pointer,
];
const good = '{"orderId":"a"}';
const cloudEvent = (more = '', data = good) =>
  `{"specversion":"1.0","id":"1","source":"/s","type":"order.placed"${more},"data":${data}}`;

async function problemOf(travel: Promise<unknown>): Promise<string> {
  try {
    await travel;
  } catch (error) {
    if (error instanceof Problem) return `${error.row.http} ${error.row.code}`;
    throw error;
  }
  return 'none';
}

describe('the road', () => {
  it('forwards the very bytes: spaces, escapes, digits and member order stay', async () => {
    const road = new PipelineInABox(orders());
    const values = [
      '{ "total" : 1.10e+1 ,\n "orderId":"\\u0061\\/" }',
      '{"orderId":"é","total":12345678901234567890.000}',
      '{"tags":{"__proto__":{"x":1}},"orderId":""}',
    ];
    expect(fates(await road.records(values))).toEqual(['accepted', 'accepted', 'accepted']);
    expect(road.sent.map(({ value }) => value?.toString())).toEqual(values);
  });

  it('looks for the places of so many refused events of a producer, and of others says that they break the schema', async () => {
    const road = new PipelineInABox(orders());
    const bad = (n: number) => `{"orderId":${n}}`;
    const numbers = Array.from({ length: limits.reasonsPerSecond.value + 100 }, (_, n) => n);
    const clock = jest.spyOn(performance, 'now').mockReturnValue(1_000_000);
    const verdicts: Verdict[] = [];
    for (let from = 0; from < numbers.length; from += 1_000)
      verdicts.push(...(await road.records(numbers.slice(from, from + 1_000).map(bad))));
    const explained = verdicts.filter(({ refusal }) => refusal?.pointer === '/orderId');
    expect(explained).toHaveLength(limits.reasonsPerSecond.value);
    expect(new Set(fates(verdicts))).toEqual(new Set(['quarantined']));
    const [last] = verdicts.slice(-1);
    expect(last?.refusal).toMatchObject({
      reason: 'SCHEMA_VIOLATION',
      pointer: '',
      violations: [],
    });
    expect(last?.refusal?.message).toContain(`${limits.reasonsPerSecond.value} events`);
    expect(reason(await road.records([bad(limits.reasonsPerSecond.value - 1)]))[1]).toBe(
      '/orderId',
    );
    const other = await road.travel({
      ...{ form: 'kafka-rest', embeds: 'json', topic: 'orders', partition: undefined },
      ...{ body: Buffer.from(`{"records":[{"value":${bad(-1)}}]}`), principal: 'another' },
    });
    expect(reason(other)[1]).toBe('/orderId');
    expect(reason([road.tryOut(bad(-2), 'orders.placed')])[1]).toBe('/orderId');
    clock.mockReturnValue(1_001_000);
    expect(reason(await road.records([bad(-3)]))[1]).toBe('/orderId');
    clock.mockRestore();
  });

  it('a bad event anywhere in a request leaves its neighbours accepted and in order [covers 57]', async () => {
    const bad = [
      '{"total":1}',
      '{"orderId":"a","orderId":"b"}',
      `{"orderId":"a","tags":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
      '{"orderId":"\\ud800"}',
      '7',
    ];
    for (const [i, each] of bad.entries()) {
      for (const place of [0, 1, 2]) {
        const road = new PipelineInABox(orders());
        const values = ['{"orderId":"0"}', '{"orderId":"1"}', '{"orderId":"2"}'];
        values[place] = each;
        const expected = ['accepted', 'accepted', 'accepted'];
        expected[place] = 'quarantined';
        expect([i, place, fates(await road.records(values))]).toEqual([i, place, expected]);
        expect(road.sent.map(({ value }) => value?.toString())).toEqual(
          values.filter((_, at) => at !== place),
        );
        expect(road.kept.map(({ value }) => value?.toString())).toEqual([each]);
      }
    }
  });

  it('names the reason and the place of every kind of unreadable value', async () => {
    const road = new PipelineInABox(orders());
    const cases: readonly [string, string, string][] = [
      ['{"orderId":"a","x":{"y":1,"\\u0079":2}}', 'DUPLICATE_KEY', '/x/y'],
      ['{"orderId":"\\udc00"}', 'LONE_SURROGATE', '/orderId'],
      ['{"orderId":"a","total":1e400}', 'NUMBER_OUT_OF_RANGE', '/total'],
      [
        `{"orderId":"a","total":${'['.repeat(100)}${']'.repeat(100)}}`,
        'TOO_DEEP',
        `/total${'/0'.repeat(63)}`,
      ],
      [`[${'0,'.repeat(50_000)}0]`, 'TOO_MANY_VALUES', '/49999'],
      [`{"orderId":"${'x'.repeat(1024 * 1024)}"}`, 'EVENT_TOO_LARGE', ''],
    ];
    for (const [value, code, pointer] of cases)
      expect(reason(await road.records([value]))).toEqual([code, pointer]);
    const invalid = Buffer.from(
      '{"records":[{"value":{"orderId":"?"}},{"value":{"orderId":"a"}}]}',
    );
    invalid[invalid.indexOf('?')] = 0xff;
    const verdicts = await road.body(invalid);
    expect([fates(verdicts), reason(verdicts)]).toEqual([
      ['quarantined', 'accepted'],
      ['INVALID_UTF8', ''],
    ]);
  });

  it('refuses a whole body only when nobody could tell its events apart', async () => {
    const road = new PipelineInABox(orders());
    const cases: readonly [string, string][] = [
      ['', '400 BODY_NOT_JSON'],
      ['hello', '400 BODY_NOT_JSON'],
      ['\uFEFF{"records":[]}', '400 BODY_NOT_JSON'],
      ['{"records":[{"value":{]}', '400 BODY_NOT_JSON'],
      ['{"records":[]} x', '400 BODY_NOT_JSON'],
      ['{"records":[{"value":1,"value":2}]}', '400 BODY_NOT_JSON'],
      ['[1]', '400 BODY_SHAPE_UNKNOWN'],
      ['{}', '400 BODY_SHAPE_UNKNOWN'],
      ['{"records":7}', '400 BODY_SHAPE_UNKNOWN'],
      ['{"records":[7]}', '400 BODY_SHAPE_UNKNOWN'],
      ['{"records":[{"values":1}]}', '400 BODY_SHAPE_UNKNOWN'],
      ['{"records":[{"partition":-1}]}', '400 BODY_SHAPE_UNKNOWN'],
      ['{"value_schema_id":7,"records":[]}', '400 BODY_SHAPE_UNKNOWN'],
      ['{"records":[]}', '422 REQUEST_WITHOUT_EVENTS'],
      [`{"records":[${'{},'.repeat(1_000)}{}]}`, '413 TOO_MANY_EVENTS'],
    ];
    for (const [body, expected] of cases)
      expect([body.slice(0, 40), await problemOf(road.body(body))]).toEqual([
        body.slice(0, 40),
        expected,
      ]);
    expect(road.sent).toEqual([]);
  });

  it('a topic without a contract takes nothing', async () => {
    const road = new PipelineInABox(orders());
    const verdicts = await road.records([good, good], 'elsewhere');
    expect([fates(verdicts), reason(verdicts)[0]]).toEqual([
      ['rejected', 'rejected'],
      'UNKNOWN_TOPIC',
    ]);
    expect([road.sent, road.kept]).toEqual([[], []]);
  });

  it('finds the contract of a CloudEvent by its type, and by its topic among several', async () => {
    const road = new PipelineInABox(
      sampleContract({ id: 'a', contract: { envelope: ENVELOPE } }),
      sampleContract({ id: 'b', contract: { envelope: { ...ENVELOPE, type: 'order.paid' } } }),
    );
    const sent = async (body: string) => {
      const [verdict] = await road.event(body);
      return verdict?.contract?.id ?? verdict?.refusal?.reason;
    };
    expect(await sent(cloudEvent())).toBe('a');
    expect(await sent(cloudEvent().replace('placed', 'paid'))).toBe('b');
    expect(await sent(cloudEvent().replace('placed', 'lost'))).toBe('UNKNOWN_TYPE');
    expect(reason(await road.records([good]))[0]).toBe('AMBIGUOUS_CONTRACT');
  });

  it('puts the context of a CloudEvent into Kafka headers and the data, untouched, into the value', async () => {
    const road = new PipelineInABox(orders({ envelope: ENVELOPE }));
    await road.event(
      cloudEvent(
        ',"partitionkey":"k","flag":true,"n":-7,"subject":null,"datacontenttype":"application/json"',
        '{ "orderId":"a" }',
      ),
    );
    const [event] = road.sent;
    expect(event?.value?.toString()).toBe('{ "orderId":"a" }');
    expect(event?.key?.toString()).toBe('k');
    expect(event?.headers.map(([name, value]) => `${name}=${value.toString()}`).sort()).toEqual([
      'ce_flag=true',
      'ce_id=1',
      'ce_n=-7',
      'ce_partitionkey=k',
      'ce_source=/s',
      'ce_specversion=1.0',
      'ce_type=order.placed',
      'concordat-contract=orders.placed@1',
      'content-type=application/json',
    ]);
    expect([event?.eventId, event?.source, event?.contract]).toEqual([
      '1',
      '/s',
      { id: 'orders.placed', version: 1 },
    ]);
  });

  it('an event whose context breaks the specification is refused with the attribute; its batch goes on [covers 9]', async () => {
    const road = new PipelineInABox(orders({ envelope: ENVELOPE }));
    const cases: readonly [string, string, string][] = [
      [cloudEvent().replace('"id":"1",', ''), 'NOT_A_CLOUDEVENT', '/id'],
      [cloudEvent().replace('"id":"1"', '"id":""'), 'NOT_A_CLOUDEVENT', '/id'],
      [cloudEvent().replace('"/s"', '"a b"'), 'NOT_A_CLOUDEVENT', '/source'],
      [cloudEvent().replace('1.0', '0.3'), 'NOT_A_CLOUDEVENT', '/specversion'],
      [cloudEvent(',"Upper":"x"'), 'NOT_A_CLOUDEVENT', '/Upper'],
      [cloudEvent(',"time":"yesterday"'), 'NOT_A_CLOUDEVENT', '/time'],
      [cloudEvent(',"ext":1.5'), 'NOT_A_CLOUDEVENT', '/ext'],
      [cloudEvent(',"ext":{"a":1}'), 'NOT_A_CLOUDEVENT', '/ext'],
      [cloudEvent(',"ext":"a\\u0007"'), 'NOT_A_CLOUDEVENT', '/ext'],
      [cloudEvent(`,"ext":"${'x'.repeat(2_049)}"`), 'NOT_A_CLOUDEVENT', '/ext'],
      [
        cloudEvent(Array.from({ length: 64 }, (_, i) => `,"x${i}":"1"`).join('')),
        'NOT_A_CLOUDEVENT',
        '/',
      ],
      [cloudEvent(',"data_base64":"e30="'), 'NOT_A_CLOUDEVENT', '/data'],
      [cloudEvent().replace('"id":"1"', `"id":"${'x'.repeat(257)}"`), 'EVENT_ID_TOO_LONG', '/id'],
    ];
    for (const [body, code, pointer] of cases) {
      const verdicts = await road.event(`[${body},${cloudEvent()}]`, 'cloudevent-batch');
      expect([body.slice(0, 120), reason(verdicts), verdicts[1]?.fate]).toEqual([
        body.slice(0, 120),
        [code, pointer],
        'accepted',
      ]);
    }
  });

  it('reads data_base64 as the bytes it stands for, and judges them', async () => {
    const road = new PipelineInABox(orders({ envelope: ENVELOPE }));
    const event = (text: string) =>
      cloudEvent().replace(
        `"data":${good}`,
        `"data_base64":"${Buffer.from(text).toString('base64')}"`,
      );
    expect(fates(await road.event(event('{ "orderId": "b" }')))).toEqual(['accepted']);
    expect(road.sent[0]?.value?.toString()).toBe('{ "orderId": "b" }');
    expect(reason(await road.event(event('{"orderId":')))).toEqual(['NOT_JSON', '']);
    expect(
      reason(await road.event(cloudEvent().replace(`"data":${good}`, '"data_base64":"$$"'))),
    ).toEqual(['NOT_A_CLOUDEVENT', '/data_base64']);
  });

  it('decodes percent-encoded and quoted headers of binary mode', async () => {
    const road = new PipelineInABox(orders({ envelope: ENVELOPE }));
    const headers = new Map([
      ['id', '"a\\"b"'],
      ['source', '/s%C3%A9'],
      ['type', 'order.placed'],
      ['specversion', '1.0'],
    ]);
    const request = {
      form: 'cloudevent-binary',
      topic: undefined,
      principal: '',
      contentType: 'application/json; charset=utf-8',
      headers,
      body: Buffer.from(good),
    } as const;
    expect(fates(await road.travel(request))).toEqual(['accepted']);
    expect([road.sent[0]?.eventId, road.sent[0]?.source]).toEqual(['a"b', '/sé']);
    headers.set('source', '/s%FF');
    expect(reason(await road.travel(request))).toEqual(['NOT_A_CLOUDEVENT', '/source']);
  });

  it('takes the key from the place the contract names, and refuses another or none', async () => {
    const road = new PipelineInABox(orders({ channel: KEYED }, true));
    const body = (key: string, value: string) => `{"records":[{"key":${key},"value":${value}}]}`;
    expect(fates(await road.body(body('null', '{"orderId":"a"}')))).toEqual(['accepted']);
    expect(fates(await road.body(body('"a"', '{"orderId":"a"}')))).toEqual(['accepted']);
    expect(fates(await road.body(body('7', '{"orderId":7}')))).toEqual(['accepted']);
    expect(road.sent.map(({ key }) => key?.toString())).toEqual(['a', '"a"', '7']);
    expect(reason(await road.body(body('"b"', '{"orderId":"a"}')))).toEqual([
      'KEY_MISMATCH',
      '/orderId',
    ]);
    for (const value of [
      '{}',
      '{"orderId":null}',
      '{"orderId":{}}',
      '{"orderId":9007199254740993}',
      '{"orderId":""}',
      '[1]',
    ])
      expect([value, reason(await road.body(body('null', value)))]).toEqual([
        value,
        ['KEY_MISSING', '/orderId'],
      ]);
  });

  it('takes a tombstone only where the topic is compacted and the key says what to delete', async () => {
    const tombstone = '{"records":[{"key":"a","value":null},{"key":"a"},{}]}';
    const kept = new PipelineInABox(orders());
    expect(reason(await kept.body(tombstone))[0]).toBe('TOMBSTONE_NOT_ALLOWED');
    const compacted = new PipelineInABox(orders({ channel: { ...KEYED, cleanup: 'compact' } }));
    const verdicts = await compacted.body(tombstone);
    expect([fates(verdicts), verdicts[2]?.refusal?.reason]).toEqual([
      ['accepted', 'accepted', 'quarantined'],
      'TOMBSTONE_WITHOUT_KEY',
    ]);
    expect(compacted.sent.map(({ value }) => value)).toEqual([null, null]);
  });

  it('holds an event to the type and the context its contract promises', async () => {
    const road = new PipelineInABox(orders({ envelope: ENVELOPE }));
    expect(reason(await road.records([good]))).toEqual(['CONTEXT_MISSING', '']);
    const other = {
      form: 'cloudevent-structured',
      topic: 'orders',
      principal: '',
      body: Buffer.from(cloudEvent().replace('placed', 'lost')),
    } as const;
    expect(reason(await road.travel(other))).toEqual(['EVENT_TYPE_MISMATCH', '/type']);
  });

  it('warns from the deprecation of a contract on and refuses from its sunset on [covers 63]', async () => {
    const ending = (from: string, sunset: string) =>
      new PipelineInABox(orders({ deprecation: { from, sunset } }));
    const [warned] = await ending('2020-01-01', '2999-01-01').records([good]);
    expect([warned?.fate, warned?.notes.map(({ code }) => code)]).toEqual([
      'accepted',
      ['CONTRACT_DEPRECATED'],
    ]);
    const [later] = await ending('2998-01-01', '2999-01-01').records([good]);
    expect([later?.fate, later?.notes]).toEqual(['accepted', []]);
    expect(reason(await ending('2020-01-01', '2021-01-01').records([good]))[0]).toBe(
      'CONTRACT_SUNSET',
    );
  });

  it('refuses, notes or lets pass fields no schema declares, as the contract says', async () => {
    const event = '{"orderId":"a","gift":{"x":1},"tags":{"any":1}}';
    const under = async (undeclared: 'refuse' | 'warn' | 'allow') => {
      const [verdict] = await new PipelineInABox(orders({ undeclared })).records([event]);
      return [
        verdict?.fate,
        verdict?.refusal?.pointer,
        verdict?.notes.map(({ pointer }) => pointer),
      ];
    };
    expect(await under('refuse')).toEqual(['quarantined', '/gift', []]);
    expect(await under('warn')).toEqual(['accepted', undefined, ['/gift']]);
    expect(await under('allow')).toEqual(['accepted', undefined, []]);
  });

  it('notes deprecated fields that are still sent', async () => {
    const road = new PipelineInABox(
      orders({
        fields: {
          '/email': { deprecatedOn: '2020-01-01', replacedBy: '/contact' },
          '/total': { deprecatedOn: '2999-01-01' },
        },
      }),
    );
    const [verdict] = await road.records(['{"orderId":"a","email":"e","total":1}']);
    expect(verdict?.notes.map(({ code, pointer }) => [code, pointer])).toEqual([
      ['DEPRECATED_FIELD', '/email'],
    ]);
  });

  it('enforce refuses and keeps; observe and warn forward and count; off does not look', async () => {
    const bad = '{"total":"x"}';
    const under = async (mode: 'off' | 'observe' | 'warn' | 'enforce') => {
      const road = new PipelineInABox(orders({ enforcement: { mode, percent: 100 } }));
      const [verdict] = await road.records([bad]);
      await road.counters.flush();
      return {
        fate: verdict?.fate,
        sent: road.sent.length,
        kept: road.kept.length,
        waived: verdict?.waived && [verdict.waived.refusal.reason, verdict.waived.isSilent],
        tallied: road.tallied.map(({ verdict: fate, reason: why, count }) => [fate, why, count]),
      };
    };
    expect(await under('enforce')).toEqual({
      fate: 'quarantined',
      sent: 0,
      kept: 1,
      waived: undefined,
      tallied: [['quarantined', 'SCHEMA_VIOLATION', 1]],
    });
    expect(await under('observe')).toEqual({
      fate: 'accepted',
      sent: 1,
      kept: 0,
      waived: ['SCHEMA_VIOLATION', true],
      tallied: [['accepted', 'SCHEMA_VIOLATION', 1]],
    });
    expect(await under('warn')).toEqual({
      fate: 'accepted',
      sent: 1,
      kept: 0,
      waived: ['SCHEMA_VIOLATION', false],
      tallied: [['accepted', 'SCHEMA_VIOLATION', 1]],
    });
    expect(await under('off')).toEqual({
      fate: 'accepted',
      sent: 1,
      kept: 0,
      waived: undefined,
      tallied: [['accepted', '', 1]],
    });
  });

  it('no mode lets pass what no broker takes', async () => {
    const road = new PipelineInABox(orders({ enforcement: { mode: 'off', percent: 100 } }));
    expect(reason(await road.records([`"${'x'.repeat(1024 * 1024)}"`]))[0]).toBe('EVENT_TOO_LARGE');
    expect(road.sent).toEqual([]);
  });

  it('a refusal stands when it cannot be kept, and then names no quarantine id', async () => {
    const road = new PipelineInABox(orders());
    road.storeFails = true;
    const [verdict] = await road.records(['{}']);
    expect([verdict?.fate, verdict?.quarantineId, verdict?.refusal?.reason]).toEqual([
      'rejected',
      null,
      'SCHEMA_VIOLATION',
    ]);
  });

  it('a broker that is away defers, one that refuses rejects, and neither is an acknowledgement', async () => {
    const road = new PipelineInABox(orders());
    road.broker = 'away';
    const [deferred] = await road.records([good]);
    expect([deferred?.fate, deferred?.retryAfterSeconds, deferred?.position]).toEqual([
      'deferred',
      2,
      undefined,
    ]);
    road.broker = 'refusing';
    expect([fates(await road.records([good]))]).toEqual([['rejected']]);
  });

  it('who is faster than agreed is told to wait, in whole requests and by the event, and nothing is kept', async () => {
    const road = new PipelineInABox(orders({ limits: { rate: '2/h' } }));
    const verdicts = await road.records([good, '{}', good]);
    expect(fates(verdicts)).toEqual(['accepted', 'quarantined', 'deferred']);
    expect(reason(verdicts.slice(2))).toEqual(['RATE_EXCEEDED', '']);
    // Half an hour, less what has passed and rounded up; how much has passed is the machine's affair.
    expect(verdicts[2]?.retryAfterSeconds).toBeGreaterThan(1);
    expect(verdicts[2]?.retryAfterSeconds).toBeLessThanOrEqual(1_801);
    expect([road.sent.length, road.kept.length]).toEqual([1, 1]);
    expect(road.tryOut(good, 'orders.placed').fate).toBe('accepted');
  });

  it('deferred events come again as their contract declares, and the answer says how [covers 38]', async () => {
    const retry = {
      ...{ initialBackoff: 'PT20S', maxBackoff: 'PT20S', backoffMultiplier: 1 },
      ...{ jitter: 'equal', maxAttempts: 3 },
    } as const;
    const road = new PipelineInABox(orders({ retry }));
    road.broker = 'away';
    const [deferred] = await road.records([good]);
    expect(deferred?.retry).toEqual(retry);
    // Two seconds that the broker needs, and half of the wait at least.
    expect(deferred?.retryAfterSeconds).toBeGreaterThanOrEqual(12);
    expect(deferred?.retryAfterSeconds).toBeLessThanOrEqual(22);
    road.broker = 'up';
    const [accepted] = await road.records([good]);
    expect([accepted?.fate, accepted?.retry]).toEqual(['accepted', undefined]);
  });

  it.each([
    ['warn', '{}', 'SCHEMA_VIOLATION'],
    ['warn', good, 'RATE_EXCEEDED'],
    ['observe', good, 'RATE_EXCEEDED'],
    ['off', good, undefined],
  ] as const)('a rate under %s lets %s pass and says %s', async (mode, value, said) => {
    const enforcement = { mode, percent: 100 };
    const road = new PipelineInABox(orders({ limits: { rate: '1/h' }, enforcement }));
    await road.records([good]);
    const [verdict] = await road.records([value]);
    expect([verdict?.fate, verdict?.waived?.refusal.reason]).toEqual(['accepted', said]);
  });

  it('an event may be as large as agreed, and not a byte larger', async () => {
    const road = new PipelineInABox(orders({ limits: { size: '20B' } }));
    const verdicts = await road.records(['{"orderId":"123456"}', '{"orderId":"1234567"}']);
    expect(fates(verdicts)).toEqual(['accepted', 'quarantined']);
    expect(reason(verdicts.slice(1))).toEqual(['LARGER_THAN_AGREED', '']);
    expect(verdicts[1]?.checks).toEqual([{ check: 'size', passed: false }]);
  });

  it('counts survive a store that is away', async () => {
    const road = new PipelineInABox(orders());
    await road.records([good, good, '{}']);
    road.storeFails = true;
    await road.counters.flush();
    await road.records([good]);
    await road.counters.flush();
    road.storeFails = false;
    await road.counters.flush();
    await road.counters.flush();
    const total = (fate: string) =>
      road.tallied
        .filter(({ verdict }) => verdict === fate)
        .reduce((sum, { count }) => sum + count, 0);
    expect([total('accepted'), total('quarantined') + total('rejected')]).toEqual([3, 1]);
  });

  it('a dry run makes the same checks and leaves no trace', () => {
    const road = new PipelineInABox(orders({ envelope: ENVELOPE, channel: KEYED }));
    expect(road.tryOut(good, 'orders.placed').fate).toBe('accepted');
    expect(road.tryOut('{"total":1}', 'orders.placed').refusal?.reason).toBe('SCHEMA_VIOLATION');
    expect(() => road.tryOut(good, 'nobody')).toThrow('No contract nobody is in force');
    expect([road.sent, road.kept]).toEqual([[], []]);
  });

  it('a pattern that backtracks for ever elsewhere ends', async () => {
    const road = new PipelineInABox(orders({}, { type: 'string', pattern: '^(a+)+$' }));
    expect(fates(await road.records([`"${'a'.repeat(50_000)}b"`]))).toEqual(['quarantined']);
  });
});
