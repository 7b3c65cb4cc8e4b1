import { describe, expect, it } from '@jest/globals';
import type { Contract } from '#contract';
import { CompiledSchemas } from './3-contract/compiled-schemas.js';
import { expectSchema } from './3-contract/expect-schema.js';
import { indexContracts } from './3-contract/index-contracts.js';
import { decode } from './2-decode/decode.js';
import type { ContractsInForce } from './contract-in-force.js';
import type { ArrivedEvent } from './event.js';
import { occasionAt } from './occasion.js';
import { judge } from './pipeline.js';
import { RateBuckets } from './rate-buckets.js';
import type { ArrivedRequest } from './request.js';
import { roadChecks } from './road-checks.js';
import { sampleContract } from './testing/sample-contract.js';

const SCHEMA = {
  type: 'object',
  required: ['orderId'],
  properties: { orderId: { type: 'string' }, version: { type: 'integer' }, old: {} },
};
const TYPE = 'order.placed';
const channel = { topic: 'orders', partitions: 3, cleanup: 'delete' } as const;
const semantics = { kind: 'event', delivery: 'at-least-once' } as const;
const entity = { type: 'order', key: '/orderId', version: '/version' };

/** One contract for each thing that may be asked of an event, by the check that asks it. */
const asking: Readonly<Record<string, Partial<Contract>>> = {
  nothing: {},
  context: { envelope: { spec: 'cloudevents', type: TYPE } },
  'another type': { envelope: { spec: 'cloudevents', type: 'order.paid' } },
  undeclared: { undeclared: 'refuse' },
  'undeclared, warned of': { undeclared: 'warn' },
  observed: { enforcement: { mode: 'observe', percent: 100 } },
  off: { enforcement: { mode: 'off', percent: 100 } },
  'a share': { enforcement: { mode: 'enforce', percent: 1 } },
  size: { limits: { size: '8 B' } },
  rate: { limits: { rate: '1/s' } },
  fields: { fields: { '/old': { deprecatedOn: '2020-01-01', sunsetOn: '2021-01-01' } } },
  sunset: { status: 'sunset' },
  deprecated: { status: 'deprecated' },
  producer: { producers: [{ source: '/others' }] },
  key: { channel: { ...channel, key: '/orderId' } },
  compacted: { channel: { ...channel, cleanup: 'compact' } },
  version: { semantics: { ...semantics, entity } },
  operation: {
    semantics: { ...semantics, operation: { from: '/old', upsert: ['u'], delete: [] } },
  },
  id: { semantics: { ...semantics, dedup: { window: 'P1D', onMismatch: 'reject' } } },
  rules: {
    rules: [
      { name: 'short', cel: 'size(this.orderId) < 2', mode: 'enforce', onFailure: 'quarantine' },
    ],
  },
};

const values = [
  '{"orderId":"a"}',
  '{"orderId":"abc","version":1,"old":1}',
  '{"orderId":"a","more":1}',
  '{"orderId":7}',
  '{"orderId":"a","orderId":"b"}',
  'null',
];
const asRecords = (value: string) => [
  `{"value":${value}}`,
  `{"value":${value} }`,
  `{"key":"k","value":${value}}`,
  `{"value":${value},"partition":1}`,
];
const asEntries = (data: string) => [
  `"value":{"type":"JSON","data":${data}}`,
  `"value":{"data":${data},"type":"JSON"}`,
  `"value": { "type" : "json" , "data" : ${data} } `,
  `"key":{"type":"STRING","data":"k"},"value":{"type":"JSON","data":${data}},"partition_id":1`,
  `"headers":[{"name":"n","value":"dg=="}],"value":{"type":"JSON","data":${data}}`,
  `"timestamp":"2026-11-28T00:00:00Z","key":null,"value":{"type":"JSON","data":${data}}`,
];
const entries = values.flatMap(asEntries);
const asCloudEvents = (data: string) =>
  ['', '"datacontenttype":"application/json",', '"dataschema":"urn:x",'].flatMap((more) =>
    [TYPE, 'order.paid'].map(
      (type) =>
        `{"specversion":"1.0","id":"1","source":"/s","type":"${type}",${more}"data":${data}}`,
    ),
  );

type Form = Pick<ArrivedRequest, 'topic' | 'body'> & { readonly form: ArrivedRequest['form'] };
const requests: readonly Form[] = [
  {
    ...{ form: 'kafka-rest-batch', topic: 'orders' },
    body: Buffer.from(
      `{"entries":[${entries.map((entry, i) => `{"id":"${i}",${entry}}`).join()}]}`,
    ),
  },
  ...entries.map((entry): Form => ({
    ...{ form: 'kafka-rest-record', topic: 'orders' },
    body: Buffer.from(`{${entry}}`),
  })),
  {
    ...{ form: 'kafka-rest', topic: 'orders' },
    body: Buffer.from(`{"records":[${values.flatMap(asRecords).join()}]}`),
  },
  ...['orders', undefined].map((topic): Form => ({
    ...{ form: 'cloudevent-batch', topic },
    body: Buffer.from(`[${values.flatMap(asCloudEvents).join()}]`),
  })),
];

const contractsOf = (contract: Partial<Contract>): ContractsInForce =>
  indexContracts(
    { revision: 1, contracts: [sampleContract({ schema: SCHEMA, contract })] },
    undefined,
    {
      compiled: new CompiledSchemas(),
      onUnusable: (_contract, cause) => {
        throw new Error(JSON.stringify(cause));
      },
    },
  );

/** What of a judgement decides, and is told. */
function judged(event: ArrivedEvent, contracts: ContractsInForce) {
  const occasion = occasionAt(Date.now(), new RateBuckets(), new RateBuckets());
  const { event: _, claim, ...rest } = judge(event, contracts, { ...occasion, nowMs: 1e12 });
  return { ...rest, isClaimed: claim !== undefined };
}

describe('the short road', () => {
  it.each(Object.keys(asking))(
    'finds what the long one finds, where the contract asks: %s',
    (name) => {
      const contracts = contractsOf(asking[name] ?? {});
      for (const { form, topic, body } of requests) {
        const asked = { form, embeds: 'json', topic, partition: undefined, body, principal: '' };
        const request = asked as unknown as ArrivedRequest;
        const short = decode(request, expectSchema(topic, contracts));
        const long = decode(request);
        expect(long.every(({ provenBy }) => provenBy === undefined)).toBe(true);
        short.forEach((event, i) => {
          const { provenBy: _, ...other } = event;
          expect(other).toEqual({ ...long[i], provenBy: undefined, value: event.value });
          expect(judged(event, contracts)).toEqual(judged(long[i] as ArrivedEvent, contracts));
        });
      }
    },
  );

  it.each([
    ['kafka-rest-batch', '{"entries":[{"id":"1","value":{"type":"JSON","data":{"orderId":"a"}}}]}'],
    ['kafka-rest-record', '{"value":{"type":"JSON","data":{"orderId":"a"}}}'],
  ] as const)('begins on the way through the body of a %s', (form, body) => {
    const contracts = contractsOf({});
    const request = { form, topic: 'orders', body: Buffer.from(body), principal: '' };
    const [event] = decode(request, expectSchema('orders', contracts));
    expect(event?.provenBy?.promise).toBe(contracts.all[0]);
  });

  it('is taken by what was proven on the way, and its events share their list of checks', () => {
    const lists = ['nothing', 'key'].map((name) => {
      const contracts = contractsOf(asking[name] ?? {});
      const body = Buffer.from('{"records":[{"value":{"orderId":"a"}},{"value":{"orderId":"b"}}]}');
      const asked = { form: 'kafka-rest', embeds: 'json', topic: 'orders', body, principal: '' };
      const request = { ...asked, partition: undefined } as unknown as ArrivedRequest;
      const events = decode(request, expectSchema('orders', contracts));
      const occasion = occasionAt(Date.now(), new RateBuckets(), new RateBuckets());
      return new Set(events.map((event) => judge(event, contracts, occasion).checks)).size;
    });
    expect(lists).toEqual([1, 2]);
  });

  it('is open to contracts that ask for nothing but the form, and to no others', () => {
    const open = Object.keys(asking).filter(
      (name) => contractsOf(asking[name] ?? {}).all[0]?.asksForFormOnly,
    );
    const form = ['nothing', 'context', 'another type', 'undeclared', 'undeclared, warned of'];
    expect(open).toEqual([...form, 'observed', 'off', 'a share', 'compacted']);
  });

  it('is closed by whatever check is added, until somebody says it asks for the form', () => {
    const { contract } = sampleContract();
    const declared = roadChecks.filter(({ isDeclared }) => isDeclared(contract));
    expect(declared.map(({ check }) => check)).toEqual([
      ...['contract', 'readable', 'accepted schema', 'schema', 'tombstone', 'custody'],
    ]);
  });
});
