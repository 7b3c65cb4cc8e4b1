import { describe, expect, it } from '@jest/globals';
import { limits } from '#kernel';
import { avro } from './avro.js';
import { avroRootOf, type AvroType } from './avro-type.js';
import { type Datum, datumText } from './datum.js';
import { decodeAvro } from './decode.js';
import { encodeAvro } from './encode.js';
import { readingOf } from './logical-types.js';
import { SmallestData } from './smallest-datum.js';
import { mustEnd } from '../../../test/support/must-end.js';

const readSchema = (schema: unknown) => {
  const result = avro.read({ type: 'AVRO', text: JSON.stringify(schema), references: [] });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const typeOf = (schema: unknown): AvroType => avroRootOf(readSchema(schema)).type;
const record = (...fields: readonly unknown[]) => ({ type: 'record', name: 'R', fields });
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const decode = (writer: unknown, reader: unknown, bytes: string | Uint8Array) =>
  decodeAvro(
    typeOf(writer),
    typeOf(reader),
    typeof bytes === 'string' ? Buffer.from(bytes, 'hex') : bytes,
  );

describe('the binary encoding', () => {
  it.each<[unknown, Datum, string]>([
    ['null', null, ''],
    ['boolean', true, '01'],
    ['int', -64, '7f'],
    ['int', 64, '8001'],
    ['long', -(2n ** 63n), 'ffffffffffffffffff01'],
    ['long', 2n ** 63n - 1n, 'feffffffffffffffff01'],
    ['float', 1.5, '0000c03f'],
    ['double', -2, '00000000000000c0'],
    ['string', 'foo', '06666f6f'],
    ['bytes', 'ÿ', '02ff'],
    [{ type: 'fixed', name: 'F', size: 2 }, 'ab', '6162'],
    [{ type: 'enum', name: 'E', symbols: ['A', 'B'] }, 'B', '02'],
    [{ type: 'array', items: 'long' }, [3, 27], '04063600'],
    [{ type: 'array', items: 'long' }, [], '00'],
    [{ type: 'map', values: 'int' }, { a: 1 }, '0202610200'],
    [['null', 'string'], { string: 'a' }, '020261'],
    [['null', 'string'], null, '00'],
    [
      record({ name: 'a', type: 'long' }, { name: 'b', type: 'string' }),
      { a: 27, b: 'foo' },
      '3606666f6f',
    ],
  ])('of %j writes %j as the specification says, and reads it back', (schema, datum, bytes) => {
    expect(hex(encodeAvro(typeOf(schema), datum))).toBe(bytes);
    expect(decode(schema, schema, bytes)).toEqual({ ok: true, value: datum });
  });

  it.each<[string, unknown, string]>([
    ['bytes that end too early', 'string', '0661'],
    ['bytes that are left', 'int', '0202'],
    ['a length beyond all', 'bytes', 'feffffffffffffffff01'],
    ['a length below nothing', 'bytes', '01'],
    ['text that is no UTF-8', 'string', '02ff'],
    ['a boolean that is neither', 'boolean', '02'],
    ['a symbol that is not there', { type: 'enum', name: 'E', symbols: ['A'] }, '02'],
    ['a branch that is not there', ['null'], '02'],
    ['an int of more than 32 bits', 'int', '808080808001'],
    ['a long of more than 64 bits', 'long', 'ffffffffffffffffffff01'],
    ['a long without an end', 'long', 'ffffffffffffffffff7f'],
    ['nothing at all', 'double', ''],
  ])('refuses %s', (_what, schema, bytes) => {
    expect(decode(schema, schema, bytes)).toMatchObject({
      ok: false,
      error: { kind: 'malformed' },
    });
  });

  it('never trusts a count: two billion nulls in six bytes are refused', () => {
    const nulls = { type: 'array', items: 'null' };
    for (const bytes of ['feffffff0f00', 'ffffffff0f0000', 'ffffffffffffffffff0100'])
      expect(mustEnd(() => decode(nulls, nulls, bytes))).toMatchObject({
        ok: false,
        error: { kind: 'too-large' },
      });
    const many = Buffer.concat([encodeAvro(typeOf('long'), 1_000), Buffer.from('00', 'hex')]);
    expect(decode(nulls, nulls, many)).toMatchObject({ ok: true });
  });

  it('never trusts a depth', () => {
    const list = record({ name: 'next', type: ['null', 'R'] });
    const deep = Buffer.concat([Buffer.alloc(100_000, 2), Buffer.from('00', 'hex')]);
    expect(decode(list, list, deep)).toMatchObject({ ok: false, error: { kind: 'too-large' } });
  });

  it('reads blocks that tell their size', () => {
    expect(
      decode({ type: 'array', items: 'long' }, { type: 'array', items: 'long' }, '0304063600'),
    ).toEqual({
      ok: true,
      value: [3, 27],
    });
  });
});

describe('schema resolution', () => {
  it.each<[unknown, unknown, Datum, Datum]>([
    ['int', 'long', 1, 1],
    ['int', 'double', 1, 1],
    ['long', 'float', 16_777_217, 16_777_216],
    ['long', 'double', 9_007_199_254_740_993n, 9_007_199_254_740_992],
    ['float', 'double', 0.5, 0.5],
    ['string', 'bytes', 'é', 'Ã©'],
    ['bytes', 'string', 'Ã©', 'é'],
    ['int', ['null', 'long'], 1, { long: 1 }],
    [['null', 'int'], 'int', { int: 1 }, 1],
    [['long', 'int'], ['long', 'int'], { int: 1 }, { int: 1 }],
    ['null', ['int', 'null'], null, null],
    [
      { type: 'enum', name: 'E', symbols: ['A', 'B'] },
      { type: 'enum', name: 'E', symbols: ['C'], default: 'C' },
      'B',
      'C',
    ],
    [
      { type: 'fixed', name: 'a.F', size: 1 },
      { type: 'fixed', name: 'b.G', size: 1, aliases: ['a.F'] },
      'x',
      'x',
    ],
    [
      record(
        { name: 'a', type: 'int' },
        { name: 'gone', type: { type: 'map', values: ['null', 'string'] } },
      ),
      record(
        { name: 'new', type: ['null', 'string'], default: null },
        { name: 'b', type: 'long', aliases: ['a'] },
        { name: 'a', type: 'int' },
        { name: 'list', type: { type: 'array', items: 'float' }, default: [0.1] },
        {
          name: 'map',
          type: { type: 'map', values: 'long' },
          default: { k: 9_007_199_254_740_992 },
        },
      ),
      { a: 7, gone: { x: { string: 'y' } } },
      { new: null, b: 7, a: 7, list: [Math.fround(0.1)], map: { k: 9_007_199_254_740_992n } },
    ],
  ])('of %j read as %j turns %j into %j', (writer, reader, datum, expected) => {
    const bytes = encodeAvro(typeOf(writer), datum);
    expect(decode(writer, reader, bytes)).toEqual({ ok: true, value: expected });
  });

  it.each<[unknown, unknown, Datum, string]>([
    ['string', 'int', 'a', 'expects "int"'],
    ['string', ['null', 'int'], 'a', 'no branch for it'],
    [['null', 'int'], 'int', null, 'sends "null"'],
    [
      { type: 'fixed', name: 'F', size: 1 },
      { type: 'fixed', name: 'F', size: 2 },
      'a',
      'expects 2',
    ],
    [{ type: 'fixed', name: 'F', size: 1 }, { type: 'fixed', name: 'G', size: 1 }, 'a', '"G"'],
    [
      { type: 'enum', name: 'E', symbols: ['A'] },
      { type: 'enum', name: 'E', symbols: [] },
      'A',
      'symbol "A"',
    ],
    [record(), record({ name: 'f', type: 'int' }), {}, 'no field "f"'],
    [
      record({ name: 'a', type: 'int' }, { name: 'b', type: 'int' }),
      record({ name: 'b', type: 'int', aliases: ['a'] }),
      { a: 1, b: 1 },
      'several fields',
    ],
  ])('of %j cannot be read as %j', (writer, reader, datum, words) => {
    const decoded = decode(writer, reader, encodeAvro(typeOf(writer), datum));
    expect(decoded).toMatchObject({
      ok: false,
      error: { kind: 'unresolvable', message: expect.stringContaining(words) },
    });
  });

  it('says where in the writer’s value', () => {
    const lines = (items: string) => record({ name: 'lines', type: { type: 'array', items } });
    const bytes = encodeAvro(typeOf(lines('int')), { lines: [1] });
    const decoded = decode(lines('int'), lines('string'), bytes);
    expect(decoded).toMatchObject({ error: { pointer: '/lines/0' } });
  });

  it('takes the branch of the same full name before one of the same plain name', () => {
    const branch = (name: string, symbols: readonly string[]) => ({ type: 'enum', name, symbols });
    const reader = [branch('a.E', ['A']), branch('b.E', ['B'])];
    const bytes = encodeAvro(typeOf(branch('b.E', ['B'])), 'B');
    expect(decode(branch('b.E', ['B']), reader, bytes)).toEqual({
      ok: true,
      value: { 'b.E': 'B' },
    });
  });

  it('refuses defaults that double at each step', () => {
    const chain = Array.from({ length: 30 }, (_, i) => ({
      type: 'record',
      name: `D${i}`,
      fields: i === 0 ? [] : [0, 1].map((n) => ({ name: `f${n}`, type: `D${i - 1}`, default: {} })),
    }));
    const reader = record(
      { name: 'types', type: ['null', ...chain], default: null },
      { name: 'big', type: 'D29', default: {} },
    );
    expect(decode(record(), reader, '')).toMatchObject({ error: { kind: 'too-large' } });
  });
});

describe('the validator of the JSON encoding', () => {
  const order = record(
    { name: 'id', type: 'long' },
    { name: 'note', type: ['null', 'string'] },
    { name: 'tags', type: { type: 'map', values: 'int' } },
    { name: 'hash', type: { type: 'fixed', name: 'H', size: 1 } },
    { name: 'e', type: { type: 'enum', name: 'E', symbols: ['A'] } },
    { name: 'list', type: { type: 'array', items: 'boolean' } },
    { name: 'raw', type: 'bytes' },
    { name: 'f', type: 'float' },
    { name: 'n', type: 'null' },
    { name: 'i', type: 'int' },
  );
  const good = {
    id: 2 ** 53,
    note: { string: 'x' },
    tags: { a: 1 },
    hash: 'ÿ',
    e: 'A',
    list: [true],
    raw: '\u0000',
    f: 0.5,
    n: null,
    i: 1,
  };
  const validator = avro.compile(readSchema(order));

  it('takes what the schema says', () => {
    expect(validator.explain(good)).toEqual([]);
    expect(validator.isValid({ ...good, id: 2n ** 63n - 1n, note: null })).toBe(true);
  });

  it.each<[string, unknown, string, string]>([
    ['id', 2n ** 63n, 'type', '/id'],
    ['id', 0.5, 'type', '/id'],
    ['id', '1', 'type', '/id'],
    ['note', 'x', 'union', '/note'],
    ['note', { int: 1 }, 'union', '/note'],
    ['note', { null: null }, 'union', '/note'],
    ['note', { string: 'x', more: 1 }, 'union', '/note'],
    ['note', { string: '\ud800' }, 'type', '/note/string'],
    ['tags', [], 'type', '/tags'],
    ['tags', { a: 'b' }, 'type', '/tags/a'],
    ['tags', { '\ud800': 1 }, 'type', '/tags'],
    ['hash', 'ab', 'size', '/hash'],
    ['hash', 'Ā', 'size', '/hash'],
    ['e', 'B', 'symbols', '/e'],
    ['list', {}, 'type', '/list'],
    ['list', [1], 'type', '/list/0'],
    ['raw', 'Ā', 'type', '/raw'],
    ['f', '1', 'type', '/f'],
    ['n', 0, 'type', '/n'],
    ['i', 2 ** 31, 'type', '/i'],
    ['more', 1, 'fields', '/more'],
  ])('refuses %s: %p', (name, value, keyword, pointer) => {
    const event = { ...good, [name]: value };
    expect(validator.isValid(event)).toBe(false);
    expect(validator.explain(event)).toMatchObject([{ keyword, pointer }]);
  });

  it('names every missing field, and no more reasons than are read', () => {
    expect(validator.explain({}).length).toBe(10);
    expect(validator.explain([])).toMatchObject([{ keyword: 'type', pointer: '' }]);
    const lists = avro.compile(readSchema({ type: 'array', items: 'int' }));
    const bad = Array.from({ length: 100 }, () => 'x');
    expect(lists.explain(bad)).toHaveLength(limits.violationsPerEvent.value);
  });

  it('stops at events that are too deep or too large, with one reason', () => {
    const list = avro.compile(readSchema(record({ name: 'next', type: ['null', 'R'] })));
    let deep: unknown = { next: null };
    for (let i = 0; i < 50_000; i++) deep = { next: { R: deep } };
    expect(list.explain(deep)).toMatchObject([{ keyword: 'size' }]);
    const wide = avro.compile(readSchema({ type: 'array', items: 'null' }));
    const nulls = Array.from({ length: limits.eventNodes.value }, () => null);
    expect(wide.explain(nulls)).toMatchObject([{ keyword: 'size' }]);
    expect(wide.isValid(nulls.slice(1))).toBe(true);
  });
});

describe('logical types', () => {
  const logicalOf = (schema: object) => {
    const type = typeOf(schema);
    return 'logical' in type ? type.logical : undefined;
  };
  const decimal = (more: object, carrier: object = { type: 'bytes' }) =>
    logicalOf({ ...carrier, logicalType: 'decimal', ...more });

  it('are ignored where they do not fit', () => {
    expect(logicalOf({ type: 'long', logicalType: 'timestamp-millis' })).toEqual({
      name: 'timestamp-millis',
    });
    expect(logicalOf({ type: 'int', logicalType: 'timestamp-millis' })).toBeUndefined();
    expect(logicalOf({ type: 'int', logicalType: 'unheard-of' })).toBeUndefined();
    expect(logicalOf({ type: 'int', logicalType: 7 })).toBeUndefined();
    expect(decimal({ precision: 4, scale: 2 })).toEqual({
      name: 'decimal',
      precision: 4,
      scale: 2,
    });
    const fixed = { type: 'fixed', name: 'F', size: 4 };
    expect(decimal({ precision: 9 }, fixed)).toBeDefined();
    for (const wrong of [
      decimal({}),
      decimal({ precision: 0 }),
      decimal({ precision: 2, scale: 3 }),
      decimal({ precision: 2, scale: -1 }),
      decimal({ precision: 2, scale: 'x' }),
      decimal({ precision: 10 }, fixed),
      decimal({ precision: 2 }, { type: 'string' }),
    ])
      expect(wrong).toBeUndefined();
  });

  it('say what a value means', () => {
    const of = (name: string, datum: Datum) => readingOf({ name } as never, datum);
    expect(of('date', 1)).toBe('1 days after 1970-01-01');
    expect(of('timestamp-millis', 1_500)).toBe('1.5 s after 1970-01-01T00:00Z');
    expect(of('timestamp-nanos', -1)).toBe('-0.000000001 s after 1970-01-01T00:00Z');
    expect(of('local-timestamp-micros', 1_000_000n)).toBe('1 s after 1970-01-01T00:00 local time');
    expect(of('time-millis', 0)).toBe('0 s after midnight');
    expect(of('uuid', 'x')).toBe('the uuid "x"');
    const number = (datum: string, precision = 5, scale = 2) =>
      readingOf({ name: 'decimal', precision, scale }, datum);
    expect([number('\x01'), number('\x64'), number('ÿ'), number('')]).toEqual([
      'the number 0.01',
      'the number 1',
      'the number -0.01',
      'the number 0',
    ]);
    expect(number('\x7f', 2, 0)).toBe('the number 127, which has more than 2 digits');
  });
});

/** As a default it is exact, and no sample holds it: JSON.stringify knows no such number. */
const HUGE = 2 ** 62;

describe('smallest data and samples', () => {
  it('exist exactly where a value does', () => {
    const endless = typeOf(record({ name: 'self', type: 'R' }));
    expect(new SmallestData(endless).of(endless)).toBeUndefined();
    const list = typeOf(record({ name: 'next', type: ['R', 'null'] }));
    expect(new SmallestData(list).of(list)).toEqual({ next: null });
    for (const nothing of [[], { type: 'enum', name: 'E', symbols: [] }])
      expect(new SmallestData(typeOf(nothing)).isInhabited(typeOf(nothing))).toBe(false);
    expect(avro.sample(readSchema(record({ name: 'self', type: 'R' })), 1)).toBeUndefined();
  });

  it('end where every value is larger than events', () => {
    const chain = (width: number, length: number) =>
      Array.from({ length }, (_, i) => ({
        type: 'record',
        name: `R${i}`,
        fields:
          i === 0
            ? []
            : Array.from({ length: width }, (__, n) => ({ name: `f${n}`, type: `R${i - 1}` })),
      }));
    for (const [width, length] of [
      [2, 60],
      [1, 500],
    ] as const) {
      const type = typeOf(
        record(
          { name: 'a', type: chain(width, length).at(0) },
          ...chain(width, length)
            .slice(1)
            .map((each) => ({ name: `g${each.name}`, type: each })),
        ),
      );
      expect(new SmallestData(type).of(type)).toBeUndefined();
    }
  });

  it('are valid, logical types included, and written with every digit', () => {
    const logical = [
      ['string', 'uuid'],
      ['int', 'date'],
      ['int', 'time-millis'],
      ['long', 'time-micros'],
      ['long', 'timestamp-nanos'],
      ['long', 'local-timestamp-millis'],
    ].map(([type, logicalType], i) => ({ name: `l${i}`, type: { type, logicalType } }));
    const schema = readSchema(
      record(
        ...logical,
        { name: 'd', type: { type: 'bytes', logicalType: 'decimal', precision: 4 } },
        {
          name: 'fd',
          type: { type: 'fixed', name: 'FD', size: 2, logicalType: 'decimal', precision: 2 },
        },
        { name: 'm', type: { type: 'map', values: 'long' } },
        { name: 'x', type: { type: 'array', items: [] } },
        { name: 'b', type: { type: 'fixed', name: 'B', size: 3000 } },
        { name: 'c', type: 'int', default: 4 },
        { name: 'huge', type: { type: 'array', items: 'long' }, default: [HUGE] },
      ),
    );
    for (let seed = 0; seed < 200; seed++) {
      const event = avro.sample(schema, seed);
      expect(avro.compile(schema).explain(JSON.parse(JSON.stringify(event)))).toEqual([]);
    }
    expect(datumText({ a: [2n ** 62n, NaN, null, 'x'] })).toBe(
      '{"a":[4611686018427387904,"NaN",null,"x"]}',
    );
  });
});
