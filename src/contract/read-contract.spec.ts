import { describe, expect, it } from '@jest/globals';
import { limits, nearestName } from '#kernel';
import { type Contract } from './contract.js';
import { canonicalContract } from './canonical-contract.js';
import { type ContractFault } from './contract-fault.js';
import { readConsumption } from './consumption.js';
import { readContract } from './read-contract.js';
import { mustEnd } from '../../test/support/must-end.js';

const minimal = {
  apiVersion: 'concordat/v1',
  kind: 'EventContract',
  id: 'orders.placed',
  owner: { team: 'orders' },
  channel: { topic: 'orders.events' },
};
type Changes = Readonly<Record<string, unknown>>;
const faultsOf = (document: unknown): readonly ContractFault[] => {
  const result = readContract(document);
  return result.ok ? [] : result.error;
};
const contractOf = (changes: Changes = {}): Contract => {
  const result = readContract({ ...minimal, ...changes });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

describe('reading a contract', () => {
  it('names a message only of what declares several', () => {
    const schema = { format: 'avro', subject: 'a', message: 'shop.Order' };
    expect(faultsOf({ ...minimal, schema })).toMatchObject([
      { code: 'MESSAGE_NOT_PROTOBUF', pointer: '/schema/message' },
    ]);
  });

  it('names a message that its schema declares', () => {
    const definition = 'syntax = "proto3"; package shop; message Order {}';
    const schema = { format: 'protobuf', definition };
    expect(faultsOf({ ...minimal, schema: { ...schema, message: 'shop.Order' } })).toEqual([]);
    expect(faultsOf({ ...minimal, schema: { ...schema, message: 'shop.Oder' } })).toMatchObject([
      { code: 'MESSAGE_NOT_IN_SCHEMA', pointer: '/schema/message' },
    ]);
  });

  it('leaves what is wrong with the schema to whoever registers it', () => {
    const schema = { format: 'json-schema', definition: { type: 'nothing-known' } };
    const fields = { '/a': { classification: 'pii.contact' } };
    expect(faultsOf({ ...minimal, schema, fields })).toEqual([]);
  });

  it('fills in every default', () => {
    expect(contractOf()).toEqual({
      id: 'orders.placed',
      name: 'orders.placed',
      status: 'active',
      owner: { team: 'orders' },
      description: {},
      tags: [],
      criticality: 'normal',
      schema: { type: 'JSON', subject: 'orders.events-value', references: [] },
      channel: { topic: 'orders.events', partitions: 1, cleanup: 'delete' },
      compatibility: { mode: 'BACKWARD', window: 'retention', enums: 'closed' },
      undeclared: 'warn',
      producers: [],
      semantics: { kind: 'event', delivery: 'at-least-once' },
      fields: {},
      rules: [],
      enforcement: { mode: 'enforce', percent: 100 },
    });
  });

  it('calls a subject of the default context by its bare name, however it is written', () => {
    const subjectOf = (subject: string) => contractOf({ schema: { subject } }).schema.subject;
    expect(subjectOf(':.:orders-value')).toBe('orders-value');
    for (const other of ['orders-value', ':.shop:orders-value', ':.:', ':.::.shop:orders-value'])
      expect(subjectOf(other)).toBe(other);
  });

  it('reads YAML, JSON text and parsed values alike', () => {
    const yaml =
      'apiVersion: concordat/v1\nkind: EventContract\nid: orders.placed\nowner: { team: orders }\nchannel:\n  topic: orders.events\n';
    const results = [
      yaml,
      JSON.stringify(minimal),
      minimal,
      '{ apiVersion: concordat/v1, kind: EventContract, id: orders.placed, owner: {team: orders}, channel: {topic: orders.events} }',
    ].map(readContract);
    for (const result of results) expect(result).toEqual(results[0]);
    expect(results[0]?.ok).toBe(true);
  });

  it.each([
    ['json-schema', 'JSON'],
    ['avro', 'AVRO'],
    ['protobuf', 'PROTOBUF'],
  ])('takes the format %s for %s', (format, type) => {
    expect(contractOf({ schema: { format } }).schema.type).toBe(type);
  });

  it('keeps a definition given as text and writes one given in place as JSON, digits included', () => {
    expect(contractOf({ schema: { definition: '{ "type": "object" }' } }).schema.definition).toBe(
      '{ "type": "object" }',
    );
    expect(contractOf({ schema: { definition: { type: 'object' } } }).schema.definition).toBe(
      '{"type":"object"}',
    );
    const text = JSON.stringify({ ...minimal, schema: { definition: { maximum: 1 } } }).replace(
      '"maximum":1',
      '"maximum":9007199254740993',
    );
    const result = readContract(text);
    expect(result.ok && result.value.schema.definition).toBe('{"maximum":9007199254740993}');
  });

  it('refuses a contract that nobody owns [covers 1]', () => {
    const { owner: _owner, ...ownerless } = minimal;
    expect(faultsOf(ownerless)).toEqual([
      expect.objectContaining({
        code: 'CONTRACT_MISSING',
        pointer: '/owner',
        message: expect.stringContaining('team that answers'),
      }),
    ]);
    expect(faultsOf({ ...minimal, owner: {} })[0]).toMatchObject({
      code: 'CONTRACT_MISSING',
      pointer: '/owner/team',
    });
    expect(faultsOf({ ...minimal, owner: { team: '' } })[0]).toMatchObject({
      code: 'CONTRACT_INVALID',
      pointer: '/owner/team',
    });
  });

  it('refuses two writers without a conflict policy [covers 23]', () => {
    const producers = [{ principal: 'eu' }, { principal: 'us' }];
    expect(faultsOf({ ...minimal, producers })).toEqual([
      expect.objectContaining({ code: 'CONFLICT_POLICY_MISSING' }),
    ]);
    expect(
      contractOf({ producers, semantics: { conflict: { policy: 'review' } } }).producers,
    ).toHaveLength(2);
    expect(contractOf({ producers: producers.slice(1) }).producers).toHaveLength(1);
  });
});

describe('a key that nobody reads', () => {
  it.each<[Changes, string, string]>([
    [{ criticalty: 'normal' }, '/criticalty', 'Did you mean "criticality"?'],
    [{ chanel: {} }, '/chanel', 'Did you mean "channel"?'],
    [{ semantics: { dedupe: { window: 'P1D' } } }, '/semantics/dedupe', 'Did you mean "dedup"?'],
    [
      { semantics: { entity: { type: 'a', key: '/a', verson: '/v' } } },
      '/semantics/entity/verson',
      'Did you mean "version"?',
    ],
    [{ producers: [{ principle: 'x' }] }, '/producers/0/principle', 'Did you mean "principal"?'],
    [{ fields: { '/a/b': { maks: 'hash' } } }, '/fields/~1a~1b/maks', 'Did you mean "mask"?'],
    [{ zzzzzzzz: 1 }, '/zzzzzzzz', 'Known here: apiVersion, kind, id,'],
  ])('in %j is refused with what was meant', (changes, pointer, remedy) => {
    expect(faultsOf({ ...minimal, ...changes })).toEqual([
      expect.objectContaining({
        code: 'CONTRACT_UNKNOWN_KEY',
        pointer,
        message: expect.stringContaining(remedy),
      }),
    ]);
  });

  it('is compared with the known ones by letters changed, dropped, added and swapped', () => {
    const known = ['topic', 'key', 'partitions'];
    expect(
      ['topci', 'tpic', 'topics', 'Topic', 'keys', 'retention', ''].map((name) =>
        nearestName(name, known),
      ),
    ).toEqual(['topic', 'topic', 'topic', 'topic', 'key', undefined, undefined]);
  });
});

describe('a value that means nothing', () => {
  it.each<[Changes, string, RegExp]>([
    [{ kind: 'Contract' }, '/kind', /Use "EventContract"/],
    [{ status: 'live' }, '/status', /one of "draft", "proposed"/],
    [{ id: 'a b' }, '/id', /letters, digits/],
    [{ id: 5 }, '/id', /must be a text/],
    [{ tags: 'x' }, '/tags', /must be a list/],
    [{ tags: Array(101).fill('x') }, '/tags', /more than 100 entries/],
    [{ owner: 'orders' }, '/owner', /must be a block of keys/],
    [{ fields: [] }, '/fields', /must be a block of keys/],
    [{ channel: { topic: 'a/b' } }, '/channel/topic', /Kafka allows/],
    [{ channel: { topic: '..' } }, '/channel/topic', /Kafka allows/],
    [{ channel: { topic: 'x'.repeat(250) } }, '/channel/topic', /Kafka allows/],
    [{ channel: { topic: 'a', partitions: 0 } }, '/channel/partitions', /is less than 1\./],
    [
      { channel: { topic: 'a', partitions: 10_001 } },
      '/channel/partitions',
      /is more than 10000\./,
    ],
    [{ channel: { topic: 'a', partitions: 1.5 } }, '/channel/partitions', /must be a whole number/],
    [{ channel: { topic: 'a', key: 'orderId' } }, '/channel/key', /not a JSON Pointer/],
    [{ channel: { topic: 'a', retention: '30 days' } }, '/channel/retention', /ISO 8601/],
    [{ semantics: { dedup: { window: 'P' } } }, '/semantics/dedup/window', /ISO 8601/],
    [{ semantics: { dedup: {} } }, '/semantics/dedup/window', /is missing/],
    [
      { semantics: { conflict: {} } },
      '/semantics/conflict/policy',
      /is missing. Add it: use one of "reject"/,
    ],
    [{ semantics: { entity: { type: 'a', key: '@UPPER' } } }, '/semantics/entity/key', /@subject/],
    [
      { semantics: { entity: { type: 'a', key: '@subject', gap: 'wait:soon' } } },
      '/semantics/entity/gap',
      /wait:PT5S/,
    ],
    [
      { semantics: { entity: { type: 'a', key: '@subject', gap: 'wait:PT24H1S' } } },
      '/semantics/entity/gap',
      /wait:PT5S/,
    ],
    [{ retry: { initialBackoff: '1s' } }, '/retry/initialBackoff', /above zero/],
    [{ retry: { initialBackoff: 'PT0S' } }, '/retry/initialBackoff', /above zero/],
    [{ retry: { maxBackoff: 'PT24H1S' } }, '/retry/maxBackoff', /24 hours at most/],
    [{ retry: { backoffMultiplier: 0.5 } }, '/retry/backoffMultiplier', /less than 1/],
    [{ limits: { size: '2MiB' } }, '/limits/size', /64KiB/],
    [{ limits: { rate: '10 per second' } }, '/limits/rate', /100\/s/],
    [{ compatibility: { window: 'versions:0' } }, '/compatibility/window', /versions:5/],
    [{ fields: { email: { mask: 'hash' } } }, '/fields/email', /not a JSON Pointer/],
    [{ fields: { '/a': { deprecatedOn: '2026-02-30' } } }, '/fields/~1a/deprecatedOn', /not a day/],
    [{ deprecation: { from: '2026-13-01' } }, '/deprecation/from', /not a day/],
    [{ deprecation: { from: 'soon' } }, '/deprecation/from', /not a day/],
    [{ enforcement: { percent: 101 } }, '/enforcement/percent', /more than 100/],
    [{ schema: { definition: 5 } }, '/schema/definition', /text or a JSON Schema/],
    [
      { schema: { references: [{ name: 'a', subject: 'b', version: 'x' }] } },
      '/schema/references/0/version',
      /whole number|number/,
    ],
  ])('in %j is refused with its place and a remedy', (changes, pointer, message) => {
    expect(faultsOf({ ...minimal, ...changes })).toEqual([
      expect.objectContaining({ pointer, message: expect.stringMatching(message) }),
    ]);
  });

  it.each(['P1Y2M3W4DT5H6M7.5S', 'PT5S', 'P7D'])('is not the duration %s', (retention) => {
    expect(contractOf({ channel: { topic: 'a', retention } }).channel.retention).toBe(retention);
  });

  it('is not 29 February of a leap year, nor one of these words', () => {
    expect(contractOf({ deprecation: { from: '2028-02-29' } }).deprecation?.from).toBe(
      '2028-02-29',
    );
    for (const window of ['retention', 'P90D', 'versions:5'])
      expect(contractOf({ compatibility: { window } }).compatibility.window).toBe(window);
    for (const gap of ['allow', 'reject', 'wait:PT5S'])
      expect(
        contractOf({ semantics: { entity: { type: 'a', key: '@subject', version: '/v', gap } } })
          .semantics.entity?.gap,
      ).toBe(gap);
  });

  it('is told at most twenty times', () => {
    expect(
      faultsOf({
        ...minimal,
        ...Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`unknown${i}`, 1])),
      }),
    ).toHaveLength(20);
  });
});

const entity = { type: 'order', key: '/orderId' };

describe('parts that contradict each other', () => {
  const definition = {
    properties: {
      orderId: { type: 'string' },
      status: { enum: ['new', 'paid'] },
      free: {},
      lines: { items: { properties: { sku: {}, qty: { type: 'integer' } } } },
    },
  };
  it.each<[Changes, string, string]>([
    [
      { deprecation: { from: '2027-07-01', sunset: '2027-01-01' } },
      'SUNSET_NOT_AFTER_DEPRECATION',
      '/deprecation/sunset',
    ],
    [
      { fields: { '/a': { deprecatedOn: '2027-01-01', sunsetOn: '2027-01-01' } } },
      'SUNSET_NOT_AFTER_DEPRECATION',
      '/fields/~1a/sunsetOn',
    ],
    [
      { enforcement: { deadLetterTopic: 'orders.events' } },
      'DEAD_LETTERS_TO_ITSELF',
      '/enforcement/deadLetterTopic',
    ],
    [{ retry: { initialBackoff: 'PT2M' } }, 'BACKOFF_BACKWARDS', '/retry/initialBackoff'],
    [
      { semantics: { operation: { from: '/op', upsert: ['C'], delete: ['C'] } } },
      'OPERATION_AMBIGUOUS',
      '/semantics/operation/delete',
    ],
    [
      { semantics: { entity, transitions: { field: '/s', graph: {} } } },
      'TRANSITIONS_EMPTY',
      '/semantics/transitions/graph',
    ],
    [{ schema: { file: 'a.json', definition: '{}' } }, 'SCHEMA_TWICE', '/schema/file'],
    [
      { schema: { definition }, channel: { topic: 'a', key: '/orderid' } },
      'FIELD_NOT_IN_SCHEMA',
      '/channel/key',
    ],
    [
      { schema: { definition }, fields: { '/lines/*/price': {} } },
      'FIELD_NOT_IN_SCHEMA',
      '/fields/~1lines~1*~1price',
    ],
    [
      { schema: { definition }, fields: { '/orderId': { replacedBy: '/id' } } },
      'FIELD_NOT_IN_SCHEMA',
      '/fields/~1orderId/replacedBy',
    ],
    [
      {
        schema: { definition },
        semantics: {
          entity: { type: 'order', key: '/orderId' },
          transitions: { field: '/status', graph: { new: ['payed'] } },
        },
      },
      'TRANSITION_STATE_UNKNOWN',
      '/semantics/transitions/graph/new',
    ],
    [
      { semantics: { transitions: { field: '/s', graph: { a: [] } } } },
      'ENTITY_MISSING',
      '/semantics/transitions',
    ],
    [
      { semantics: { conflict: { policy: 'last-writer-wins' } } },
      'ENTITY_MISSING',
      '/semantics/conflict/policy',
    ],
    [
      {
        semantics: {
          entity: { ...entity, version: '/v', gap: 'wait:PT5S' },
          conflict: { policy: 'last-writer-wins' },
        },
      },
      'GAP_NOT_BY_VERSION',
      '/semantics/entity/gap',
    ],
    [
      {
        semantics: {
          entity: { ...entity, version: '/v', gap: 'reject' },
          conflict: { policy: 'vector-clock' },
        },
      },
      'GAP_NOT_BY_VERSION',
      '/semantics/entity/gap',
    ],
    [
      { semantics: { delivery: 'at-most-once', dedup: { window: 'P7D' } } },
      'DELIVERY_CONTRADICTED',
      '/semantics/delivery',
    ],
    [
      { semantics: { delivery: 'at-most-once', entity: { ...entity, version: '/v' } } },
      'DELIVERY_CONTRADICTED',
      '/semantics/delivery',
    ],
    [
      { semantics: { entity: { ...entity, gap: 'reject' } } },
      'ENTITY_VERSION_MISSING',
      '/semantics/entity/gap',
    ],
    [
      {
        producers: [{ principal: 'a' }],
        semantics: { entity, conflict: { policy: 'vector-clock' } },
      },
      'PRODUCER_SOURCE_MISSING',
      '/producers',
    ],
    [
      { rules: ['a', 'b', 'a'].map((name) => ({ name, cel: 'true' })) },
      'RULE_NAME_TWICE',
      '/rules/2/name',
    ],
    [{ rules: [{ name: 'a', cel: '1 +' }] }, 'RULE_INVALID', '/rules/0/cel'],
    [
      { schema: { definition }, rules: [{ name: 'a', cel: 'orderId == "a" && id == "a"' }] },
      'FIELD_NOT_IN_SCHEMA',
      '/rules/0/cel',
    ],
    [
      {
        schema: { definition: { properties: { type: {}, int: false } } },
        rules: [{ name: 'a', cel: 'type == string' }],
      },
      'RULE_INVALID',
      '/rules/0/cel',
    ],
    [
      { schema: { definition }, rules: [{ name: 'a', cel: 'a b' }] },
      'RULE_INVALID',
      '/rules/0/cel',
    ],
  ])('%j are refused', (changes, code, pointer) => {
    expect(faultsOf({ ...minimal, ...changes })).toEqual([
      expect.objectContaining({ code, pointer }),
    ]);
  });

  it('are not seen where the schema is open, behind references, of another language or broken', () => {
    const channel = { topic: 'a', key: '/free/anything' };
    expect(faultsOf({ ...minimal, channel, schema: { definition } })).toEqual([]);
    const semantics = { entity, transitions: { field: '/any/state', graph: { new: ['paid'] } } };
    expect(faultsOf({ ...minimal, semantics, schema: { definition: {} } })).toEqual([]);
    const key = { topic: 'a', key: '/nowhere' };
    const references = [{ name: 'x', subject: 'x', version: 1 }];
    expect(faultsOf({ ...minimal, channel: key, schema: { definition, references } })).toEqual([]);
    expect(
      faultsOf({ ...minimal, channel: key, schema: { definition: '{', format: 'json-schema' } }),
    ).toEqual([]);
    expect(
      faultsOf({ ...minimal, channel: key, schema: { definition: '"string"', format: 'avro' } }),
    ).toEqual([]);
  });

  it('are not seen in a sound contract with its schema in place', () => {
    const semantics = {
      entity: { type: 'order', key: '/orderId', version: '@entityversion' },
      operation: { from: '@op', upsert: ['U'], delete: ['D'] },
      transitions: { field: '/status', graph: { new: ['paid'] } },
    };
    expect(
      faultsOf({
        ...minimal,
        semantics,
        schema: { definition },
        rules: [{ name: 'told', cel: 'type(orderId) == string' }],
        fields: { '/lines/*/qty': { mask: 'hash' }, '/lines/0/sku': {} },
      }),
    ).toEqual([]);
  });
});

describe('a text that is no document', () => {
  it('is missed where there is none at all', () => {
    expect(faultsOf(undefined)).toEqual([
      expect.objectContaining({ message: 'The document is empty. Write a contract.' }),
    ]);
  });

  it('may be nested by indentation no deeper than by braces', () => {
    const nested = (depth: number) =>
      Array.from({ length: depth }, (_, i) => `${' '.repeat(i)}a:`).join('\n');
    expect(faultsOf(nested(100))[0]).toMatchObject({ code: 'CONTRACT_TOO_DEEP' });
    expect(faultsOf(`${'['.repeat(30)}"?"${']'.repeat(30)}`)[0]?.code).toBe('CONTRACT_INVALID');
  });

  it.each<[string, string, RegExp]>([
    ['a:\n\tb: 1', 'CONTRACT_SYNTAX', /tab|indentation/i],
    ['a: 1\na: 2', 'CONTRACT_SYNTAX', /stands twice/],
    ['{"a":1,"a":2}', 'CONTRACT_SYNTAX', /stands twice/],
    ['a: !!js/function x', 'CONTRACT_SYNTAX', /tag/],
    ['a: 1\n---\nb: 2', 'CONTRACT_SYNTAX', /several documents/],
    ['a: *nobody', 'CONTRACT_SYNTAX', /anchor/],
    ['a: "x', 'CONTRACT_SYNTAX', /not YAML|Correct/],
    ['{"a": [1', 'CONTRACT_SYNTAX', /comma/],
    [
      'a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c]',
      'CONTRACT_ALIASES',
      /aliases/,
    ],
    [`a: ${'['.repeat(200)}${']'.repeat(200)}`, 'CONTRACT_TOO_DEEP', /deeper/],
    [`a: ${'['.repeat(100_000)}`, 'CONTRACT_TOO_DEEP', /deeper/],
    ['['.repeat(100_000), 'CONTRACT_TOO_DEEP', /deeper/],
    [`{"a":${'['.repeat(100_000)}`, 'CONTRACT_SYNTAX', /deeper/],
    ['', 'CONTRACT_INVALID', /is empty: it holds no key/],
    ['# later', 'CONTRACT_INVALID', /is empty: it holds no key/],
    ['[]', 'CONTRACT_INVALID', /block of keys/],
    [`a: ${'x'.repeat(limits.contractBytes.value)}`, 'CONTRACT_TOO_LARGE', /longer/],
  ])('%.40j is refused', (text, code, message) => {
    const [fault] = faultsOf(text);
    expect(fault).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it.each<[string, string]>([
    ['60,000 keys', Array.from({ length: 60_000 }, (_, i) => `k${i}: 1`).join('\n')],
    ['30,000 keys', Array.from({ length: 15_000 }, (_, i) => `k${i}: 1`).join('\n')],
    ['250,000 items', '- 1\n'.repeat(250_000)],
    ['nested explicit keys', '? '.repeat(1_000)],
    ['open braces', '{'.repeat(60)],
    ['many open braces', `a: ${'{'.repeat(5_000)}`],
    ['dashes', `${'- '.repeat(20_000)}1`],
    ['indentation', Array.from({ length: 1_300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['empty lines', '\n'.repeat(1_000_000)],
  ])('is refused, however it would be read: %s', (_, text) => {
    expect(mustEnd(() => faultsOf(text)).length).toBeGreaterThan(0);
  });

  it('may not have keys that are no texts', () => {
    expect(faultsOf('[a]: 1')[0]).toMatchObject({
      message: expect.stringContaining('key of a contract is a text'),
    });
    expect(faultsOf('a: 1\n? b\n: 2')[0]?.message).toContain('"?"');
  });

  it('is named with line and column, in YAML and in JSON', () => {
    expect(faultsOf('a: 1\na: 2')[0]).toMatchObject({ line: 2, column: 1 });
    const yaml =
      'apiVersion: concordat/v1\nkind: EventContract\nid: a\nowner:\n  tame: x\nchannel: { topic: t }\ntags:\n  - ok\n  - 5\n';
    expect(faultsOf(yaml).map(({ pointer, line, column }) => [pointer, line, column])).toEqual([
      ['/owner/team', 5, 3],
      ['/owner/tame', 5, 9],
      ['/tags/1', 9, 5],
    ]);
    expect(faultsOf(JSON.stringify({ ...minimal, status: 'x' }, null, 1))[0]).toMatchObject({
      line: 11,
      column: 12,
    });
  });

  it('does not merge keys nor expand more than a few aliases', () => {
    expect(faultsOf('base: &b { id: x }\n<<: *b').some(({ pointer }) => pointer === '/<<')).toBe(
      true,
    );
    const yaml =
      'apiVersion: concordat/v1\nkind: EventContract\nid: &i orders\nowner: { team: *i }\nchannel: { topic: *i }';
    expect(readContract(yaml).ok).toBe(true);
  });
});

describe('the canonical contract', () => {
  it('is the same whatever order the keys came in', () => {
    const one = contractOf({ tags: ['b', 'a'], fields: { '/a': { mask: 'hash' }, '/b': {} } });
    const other = readContract({
      fields: { '/b': {}, '/a': { mask: 'hash' } },
      tags: ['b', 'a'],
      ...minimal,
    });
    expect(other.ok && canonicalContract(other.value)).toBe(canonicalContract(one));
    expect(canonicalContract({ ...one, domain: undefined })).toBe(canonicalContract(one));
    expect(canonicalContract(contractOf({ tags: ['a', 'b'] }))).not.toBe(
      canonicalContract(contractOf({ tags: ['b', 'a'] })),
    );
  });
});

describe('a consumption', () => {
  const text =
    'apiVersion: concordat/v1\nkind: Consumption\nconsumer: billing\nowner: { team: billing }\nof: orders.placed\nneeds:\n  /total: {}\n  /status: { values: [paid, 5], onUnknown: ignore }\nattestedUntil: 2027-06-30\n';
  it('says what a consumer reads', () => {
    expect(readConsumption(text)).toEqual({
      ok: true,
      value: {
        consumer: 'billing',
        owner: { team: 'billing' },
        of: 'orders.placed',
        environments: [],
        attestedUntil: '2027-06-30',
        needs: {
          '/total': { onUnknown: 'fail' },
          '/status': { values: ['paid', 5], onUnknown: 'ignore' },
        },
      },
    });
  });
  it('is refused with place and remedy', () => {
    const result = readConsumption(
      text.replace('onUnknown', 'onUnknwon').replace('2027-06-30', 'never'),
    );
    expect(result.ok ? [] : result.error.map(({ pointer, line }) => [pointer, line])).toEqual([
      ['/needs/~1status/onUnknwon', 8],
      ['/attestedUntil', 9],
    ]);
    expect(readConsumption('a: [').ok).toBe(false);
  });
});
