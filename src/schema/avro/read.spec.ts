import { describe, expect, it } from '@jest/globals';
import { limits } from '#kernel';
import { type ReferencedSource, type SchemaFault } from '../language.js';
import { avro } from './avro.js';
import { avroRootOf } from './avro-type.js';
import { mustEnd } from '../../../test/support/must-end.js';

const textOf = (schema: unknown) => (typeof schema === 'string' ? schema : JSON.stringify(schema));

const tryRead = (schema: unknown, references: readonly ReferencedSource[] = []) =>
  avro.read({ type: 'AVRO', text: textOf(schema), references });

function read(schema: unknown, references: readonly ReferencedSource[] = []) {
  const result = tryRead(schema, references);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function faultOf(schema: unknown, references: readonly ReferencedSource[] = []): SchemaFault {
  const result = tryRead(schema, references);
  if (result.ok || !result.error[0]) throw new Error('no fault was found');
  return result.error[0];
}

const record = (fields: readonly unknown[], more: object = {}) => ({
  type: 'record',
  name: 'R',
  fields,
  ...more,
});
const field = (type: unknown, more: object = {}) => record([{ name: 'f', type, ...more }]);

describe('reading Avro', () => {
  it('takes every kind of type', () => {
    const all = record([
      ...['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'].map((type) => ({
        name: type,
        type,
      })),
      { name: 'array', type: { type: 'array', items: 'int' } },
      { name: 'map', type: { type: 'map', values: ['null', 'R'] } },
      { name: 'enum', type: { type: 'enum', name: 'E', symbols: ['A'], default: 'A' } },
      { name: 'fixed', type: { type: 'fixed', name: 'F', size: 2 } },
      { name: 'again', type: ['F', 'E', { type: 'R', doc: 'in the other form' }] },
      { name: 'failure', type: { type: 'error', name: 'X', fields: [] }, order: 'ignore' },
    ]);
    const { type } = avroRootOf(read(all));
    expect(type.kind === 'record' && type.fields.length).toBe(14);
  });

  it.each<[string, unknown, string, string]>([
    ['text that is no JSON', '{"type":', 'SCHEMA_SYNTAX', '/type'],
    ['a name that stands twice', '{"type":"int","type":"int"}', 'SCHEMA_DUPLICATE_NAME', '/type'],
    ['a number', '7', 'SCHEMA_NOT_A_SCHEMA', ''],
    ['null inside', field(null), 'SCHEMA_NOT_A_SCHEMA', '/fields/0/type'],
    ['no type', {}, 'SCHEMA_INVALID', ''],
    ['a type that is an object', { type: { type: 'int' } }, 'SCHEMA_INVALID', ''],
    ['an unknown name', field('Missing'), 'REF_NOT_REGISTERED', '/fields/0/type'],
    ['an unknown type', { type: 'objekt' }, 'REF_NOT_REGISTERED', '/type'],
    ['an array of nothing', { type: 'array' }, 'SCHEMA_INVALID', ''],
    ['a map of nothing', { type: 'map' }, 'SCHEMA_INVALID', ''],
    ['a record without fields', { type: 'record', name: 'R' }, 'SCHEMA_INVALID', ''],
    ['a record without a name', { type: 'record', fields: [] }, 'SCHEMA_INVALID', ''],
    ['a field that is none', record(['x']), 'SCHEMA_INVALID', '/fields/0'],
    ['a field without type', record([{ name: 'f' }]), 'SCHEMA_INVALID', '/fields/0'],
    [
      'a field of a bad name',
      record([{ name: '1st', type: 'int' }]),
      'AVRO_NAME_INVALID',
      '/fields/0/name',
    ],
    [
      'a field twice',
      record([
        { name: 'f', type: 'int' },
        { name: 'f', type: 'int' },
      ]),
      'SCHEMA_INVALID',
      '/fields/1',
    ],
    ['an order that is none', field('int', { order: 'up' }), 'SCHEMA_INVALID', '/fields/0/order'],
    [
      'a field alias with a dot',
      field('int', { aliases: ['a.b'] }),
      'AVRO_NAME_INVALID',
      '/fields/0/aliases/0',
    ],
    [
      'aliases that are no list',
      field('int', { aliases: 'a' }),
      'SCHEMA_INVALID',
      '/fields/0/aliases',
    ],
    ['a name with a hyphen', record([], { name: 'a-b' }), 'AVRO_NAME_INVALID', '/name'],
    ['the name of a primitive', record([], { name: 'x.int' }), 'AVRO_NAME_INVALID', '/name'],
    ['a bad namespace', record([], { namespace: 'a..b' }), 'AVRO_NAME_INVALID', '/namespace'],
    ['a bad alias', record([], { aliases: ['-'] }), 'AVRO_NAME_INVALID', '/aliases/0'],
    [
      'a name defined twice',
      [record([]), { type: 'array', items: record([]) }],
      'AVRO_NAME_TWICE',
      '/1/items',
    ],
    ['an enum without symbols', { type: 'enum', name: 'E' }, 'SCHEMA_INVALID', ''],
    [
      'a symbol twice',
      { type: 'enum', name: 'E', symbols: ['A', 'A'] },
      'SCHEMA_INVALID',
      '/symbols/1',
    ],
    [
      'a symbol of a bad name',
      { type: 'enum', name: 'E', symbols: ['a b'] },
      'AVRO_NAME_INVALID',
      '/symbols/0',
    ],
    [
      'a default that is no symbol',
      { type: 'enum', name: 'E', symbols: ['A'], default: 'B' },
      'AVRO_DEFAULT_INVALID',
      '/default',
    ],
    ['a fixed without size', { type: 'fixed', name: 'F' }, 'SCHEMA_INVALID', ''],
    ['a fixed of less than nothing', { type: 'fixed', name: 'F', size: -1 }, 'SCHEMA_INVALID', ''],
    ['a fixed of half a byte', { type: 'fixed', name: 'F', size: 0.5 }, 'SCHEMA_INVALID', ''],
    [
      'a fixed larger than events',
      { type: 'fixed', name: 'F', size: limits.eventBytes.value + 1 },
      'SCHEMA_INVALID',
      '',
    ],
    ['a union in a union', ['null', ['int']], 'SCHEMA_INVALID', '/1'],
    ['a branch twice', ['int', { type: 'int' }], 'SCHEMA_INVALID', '/1'],
  ])('refuses %s', (_what, schema, code, pointer) => {
    expect(faultOf(schema)).toMatchObject({
      code,
      pointer,
      message: expect.stringMatching(/[.?]$/),
    });
  });

  it('says the line and the column', () => {
    expect(faultOf('{\n  "type": "array",\n  "items": "Nope"\n}')).toMatchObject({
      line: 3,
      column: 12,
    });
  });

  it('finds a name before it is defined nowhere, and one of the null namespace from inside', () => {
    const early = record([
      { name: 'a', type: 'Later' },
      { name: 'b', type: { type: 'fixed', name: 'Later', size: 1 } },
    ]);
    expect(faultOf(early).code).toBe('REF_NOT_REGISTERED');
    const outer = ['null', { type: 'fixed', name: 'Bare', size: 1 }];
    const inner = record([{ name: 'f', type: 'Bare' }], { namespace: 'shop' });
    expect(tryRead([...outer, inner]).ok).toBe(true);
  });

  it('stops at each limit with a place', () => {
    const deep = '{"type":"array","items":'.repeat(limits.schemaDepth.value + 1);
    expect(faultOf(deep).code).toBe('SCHEMA_TOO_DEEP');
    expect(faultOf('{"type":"array","items":'.repeat(15_000)).code).toBe('SCHEMA_TOO_DEEP');
    const symbols = Array.from({ length: limits.enumValues.value + 1 }, (_, i) => `S${i}`);
    expect(faultOf({ type: 'enum', name: 'E', symbols }).code).toBe('SCHEMA_ENUM_TOO_LONG');
    const branches = Array.from({ length: limits.schemaBranches.value + 1 }, () => 'int');
    expect(faultOf(branches).code).toBe('SCHEMA_TOO_MANY_BRANCHES');
    expect(faultOf(`"${'x'.repeat(limits.schemaBytes.value)}"`).code).toBe('SCHEMA_TOO_LARGE');
    const many = Array.from({ length: limits.referenceCount.value + 1 }, (_, i) => ({
      name: `r${i}`,
      text: '"int"',
    }));
    expect(faultOf('"int"', many).code).toBe('SCHEMA_TOO_MANY_REFERENCES');
  });
});

describe('references of Avro', () => {
  const line = { name: 'shop.Line', text: '{"type":"fixed","name":"shop.Line","size":1}' };
  const order = {
    name: 'shop.Order',
    text: '{"type":"record","name":"Order","namespace":"shop","fields":[{"name":"l","type":"Line"}]}',
  };
  const uses = { type: 'array', items: 'shop.Order' };

  it('are found by full name in whatever order they are listed', () => {
    expect(tryRead(uses, [line, order]).ok).toBe(true);
    expect(tryRead(uses, [order, line]).ok).toBe(true);
  });

  it('are read only where they are needed, but are JSON within limits', () => {
    expect(tryRead('"int"', [{ name: 'x', text: '{"type":"nope"}' }]).ok).toBe(true);
    expect(faultOf('"int"', [{ name: 'x', text: '{' }])).toMatchObject({
      code: 'SCHEMA_SYNTAX',
      message: expect.stringContaining('referenced schema "x"'),
    });
  });

  it('are named in their own faults', () => {
    expect(faultOf(uses, [order])).toMatchObject({
      code: 'REF_NOT_REGISTERED',
      pointer: '/fields/0/type',
      message: expect.stringContaining('"shop.Order"'),
    });
  });

  it('may not define a name again, nor need one another in a circle', () => {
    const again = { type: 'record', name: 'shop.Line', fields: [{ name: 'o', type: 'Order' }] };
    expect(faultOf(again, [line, order]).code).toBe('AVRO_NAME_TWICE');
    const round = [
      { name: 'A', text: '{"type":"record","name":"A","fields":[{"name":"b","type":"B"}]}' },
      { name: 'B', text: '{"type":"record","name":"B","fields":[{"name":"a","type":"A"}]}' },
    ];
    expect(faultOf('"A"', round).code).toBe('REF_NOT_REGISTERED');
  });
});

describe('defaults of Avro', () => {
  const inner = { type: 'record', name: 'I', fields: [{ name: 'x', type: 'int', default: 5 }] };

  it.each<[unknown, unknown]>([
    ['null', null],
    ['boolean', false],
    ['int', 2 ** 31 - 1],
    ['float', 1],
    ['double', 1.5],
    ['string', 'é'],
    ['bytes', 'ÿ'],
    [{ type: 'fixed', name: 'F', size: 2 }, '\u0000ÿ'],
    [{ type: 'enum', name: 'E', symbols: ['A'] }, 'A'],
    [{ type: 'array', items: 'int' }, [1, 2]],
    [{ type: 'map', values: 'int' }, { a: 1 }],
    [inner, {}],
    [inner, { x: 1 }],
    [['string', 'null'], null],
    [['null', 'int'], 7],
  ])('a %j may be %j', (type, value) => {
    expect(tryRead(field(type, { default: value })).ok).toBe(true);
  });

  it('a long keeps every digit', () => {
    const of = (digits: string) =>
      tryRead(
        `{"type":"record","name":"R","fields":[{"name":"f","type":"long","default":${digits}}]}`,
      ).ok;
    expect([of('9223372036854775807'), of('9223372036854775808'), of('1.0')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it.each<[unknown, unknown]>([
    ['null', 0],
    ['boolean', 'true'],
    ['int', 2 ** 31],
    ['int', 0.5],
    ['int', '1'],
    ['double', '1'],
    ['bytes', 'Ā'],
    ['string', 1],
    [{ type: 'fixed', name: 'F', size: 2 }, 'a'],
    [{ type: 'enum', name: 'E', symbols: ['A'] }, 'B'],
    [{ type: 'array', items: 'int' }, {}],
    [{ type: 'array', items: 'int' }, ['a']],
    [{ type: 'map', values: 'int' }, []],
    [{ type: 'record', name: 'I', fields: [{ name: 'x', type: 'int' }] }, {}],
    [{ type: 'record', name: 'I', fields: [{ name: 'x', type: 'int' }] }, { x: 'a' }],
    [inner, 1],
    [['null', 'int'], 'a'],
  ])('a %j may not be %j', (type, value) => {
    expect(faultOf(field(type, { default: value }))).toMatchObject({
      code: 'AVRO_DEFAULT_INVALID',
      pointer: '/fields/0/default',
    });
  });

  it('that needs itself has no end', () => {
    expect(faultOf(field('R', { default: {} }))).toMatchObject({
      code: 'AVRO_DEFAULT_INVALID',
      message: expect.stringContaining('never ends'),
    });
  });

  it('inside unions of records is not tried in every combination of branches', () => {
    const two = ['A', 'B'].map((name) => ({
      type: 'record',
      name,
      fields: [{ name: 'f', type: name === 'A' ? 'string' : 'int' }],
    }));
    const text = (depth: number): unknown => (depth === 0 ? { f: [] } : { f: text(depth - 1) });
    const nested = record([{ name: 'f', type: ['R', ...two, 'null'], default: text(50) }]);
    // Each level would try every branch of the level below: 3⁵⁰ ways.
    expect(mustEnd(() => faultOf(nested)).code).toBe('AVRO_DEFAULT_INVALID');
  });
});

describe('texts of Avro', () => {
  it('are identified without white space, every attribute in its place', () => {
    const text = '{ "items": {"type":"long"} , "type" : "array" }';
    expect(avro.canonical(read(text))).toBe('{"type":"array","items":"long"}');
  });

  it('are normalised: aliases and properties sorted, nothing else forgotten', () => {
    const schema = {
      type: 'record',
      namespace: 'shop',
      name: 'Order',
      pii: { z: 1, a: [2.5] },
      aliases: ['Old', 'x.Older', 'Old'],
      fields: [
        { name: 'id', type: { type: 'long' }, aliases: ['z', 'a'] },
        {
          type: ['null', 'Order', { type: 'Order', doc: 'd' }].slice(0, 2),
          name: 'next',
          default: null,
        },
        { name: 'at', type: { logicalType: 'timestamp-millis', type: 'long' } },
        { name: 'tags', type: { values: 'Order', type: 'map' } },
        {
          name: 'list',
          type: { items: { type: 'enum', name: 'E', symbols: ['B', 'A'] }, type: 'array' },
        },
      ],
    };
    const once = avro.normalize(read(schema));
    expect(once).toBe(
      '{"type":"record","name":"Order","namespace":"shop","fields":[' +
        '{"name":"id","type":"long","aliases":["a","z"]},' +
        '{"name":"next","type":["null","Order"],"default":null},' +
        '{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},' +
        '{"name":"tags","type":{"type":"map","values":"Order"}},' +
        '{"name":"list","type":{"type":"array","items":{"type":"enum","name":"E","symbols":["B","A"]}}}' +
        '],"pii":{"a":[2.5],"z":1},"aliases":["Old","x.Older"]}',
    );
    expect(avro.normalize(read(once))).toBe(once);
  });

  it('keep a name of the null namespace out of the one around it', () => {
    const bare = { type: 'fixed', name: 'Bare', namespace: '', size: 1 };
    const schema = { type: 'record', name: 'shop.R', fields: [{ name: 'f', type: bare }] };
    const once = avro.normalize(read(schema));
    expect(once).toContain('"name":"Bare","namespace":""');
    expect(avro.normalize(read(once))).toBe(once);
    expect([...avroRootOf(read(once)).names.keys()]).toEqual(['shop.R', 'Bare']);
  });
});

describe('the tree of Avro', () => {
  const schema = {
    type: 'record',
    name: 'shop.Order',
    doc: 'An order.',
    fields: [
      { name: 'id', type: 'long', doc: 'Unique.' },
      { name: 'note', type: ['null', 'string'], default: null },
      { name: 'status', type: { type: 'enum', name: 'Status', symbols: ['A', 'B'], default: 'A' } },
      { name: 'maybe', type: ['null', 'Status'] },
      { name: 'next', type: ['null', 'Order'] },
      { name: 'lines', type: { type: 'array', items: { type: 'map', values: ['int', 'string'] } } },
      { name: 'either', type: ['int', 'string', 'null'], default: 12 },
      { name: 'many', type: ['int', 'string', 'bytes', 'boolean'] },
      {
        name: 'hash',
        type: { type: 'fixed', name: 'H', size: 8, logicalType: 'decimal', precision: 9 },
      },
      { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
      { name: 'none', type: [] },
    ],
  };

  it('shows fields, unions, symbols, logical types and defaults in words', () => {
    const tree = avro.tree(read(schema));
    expect(tree).toMatchObject({
      name: 'Order',
      path: '',
      type: 'record Order',
      description: 'An order.',
    });
    expect(tree.children.map(({ name, type, required }) => [name, type, required])).toEqual([
      ['id', 'long', true],
      ['note', 'string or null', false],
      ['status', 'enum Status', true],
      ['maybe', 'enum Status or null', true],
      ['next', 'record Order or null', true],
      ['lines', 'array of map', true],
      ['either', 'int or string or null', false],
      ['many', 'one of 4', true],
      ['hash', 'fixed H', true],
      ['at', 'long, timestamp millis', true],
      ['none', 'nothing', true],
    ]);
    const [id, note, status, maybe, next, lines, either, , hash] = tree.children;
    expect(id?.description).toBe('Unique.');
    expect(note?.constraints).toEqual(['null when the writer has no such field']);
    expect([status?.values, maybe?.values]).toEqual([
      ['A', 'B'],
      ['A', 'B', null],
    ]);
    expect(status?.constraints).toEqual(['unknown symbols are read as "A"']);
    expect(next).toMatchObject({ recursive: 'shop.Order', children: [] });
    expect(lines?.children[0]?.children[0]).toMatchObject({
      name: '[any name]',
      path: '/lines/*/*',
    });
    expect(either?.children.map(({ name, path }) => [name, path])).toEqual([
      ['[one of 3, option 1: int]', '/either'],
      ['[one of 3, option 2: string]', '/either'],
    ]);
    expect(either?.constraints).toEqual(['12 when the writer has no such field']);
    expect(hash?.constraints).toEqual(['8 bytes', 'decimal(9, 0)']);
  });

  it('is cut where it grows too large', () => {
    const chain = Array.from({ length: 30 }, (_, i) => ({
      type: 'record',
      name: `R${i}`,
      fields: i === 0 ? [] : [0, 1].map((n) => ({ name: `f${n}`, type: `R${i - 1}` })),
    }));
    const text = JSON.stringify(avro.tree(read(chain)));
    expect(text).toContain('more is not shown');
    expect(text.length).toBeLessThan(2_000_000);
  });
});
