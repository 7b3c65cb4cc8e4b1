import { describe, expect, it } from '@jest/globals';
import { limits } from '#kernel';
import { formatted, type ReferencedSource } from '../language.js';
import { avro } from './avro.js';
import { avroRootOf, type RecordType } from './avro-type.js';
import { decodeAvro } from './decode.js';
import { defaultDatum } from './defaults.js';

const tryRead = (schema: unknown, references: Readonly<Record<string, unknown>> = {}) =>
  avro.read({
    type: 'AVRO',
    text: JSON.stringify(schema),
    references: Object.entries(references).map(([name, each]): ReferencedSource => ({
      name,
      text: JSON.stringify(each),
    })),
  });

function read(schema: unknown, references: Readonly<Record<string, unknown>> = {}) {
  const result = tryRead(schema, references);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function faultOf(schema: unknown) {
  const result = tryRead(schema);
  if (result.ok) throw new Error('no fault was found');
  return result.error[0];
}

const record = (name: string, fields: readonly unknown[], more: object = {}) => ({
  ...{ type: 'record', name, fields, ...more },
});
const rootOf = (schema: unknown) => avroRootOf(read(schema)).type;
const defaultsOf = (schema: unknown) =>
  (rootOf(schema) as RecordType).fields.flatMap((field) =>
    field.written ? [defaultDatum(field)] : [],
  );

describe('names of Avro that are none', () => {
  it('a namespace that is no text is told where it stands', () => {
    expect(faultOf(record('R', [], { namespace: 5 }))).toMatchObject({
      code: 'AVRO_NAME_INVALID',
      pointer: '/namespace',
    });
  });

  it('a long one is told in short', () => {
    const fault = faultOf(record(`${'x'.repeat(500)}-`, []));
    expect(fault?.message).toMatch(/^"x{120}…" is no name/);
  });
});

describe('references of Avro', () => {
  const money = record('Money', [{ name: 'cents', type: 'long' }], { namespace: 'acme' });

  it('may define a name twice, of which the first document is the one meant', () => {
    const other = { ...money, fields: [] };
    const wide = read(record('R', [{ name: 'm', type: 'acme.Money' }]), { money, other });
    expect(avro.compile(wide).isValid({ m: { cents: 1 } })).toBe(true);
    expect(avro.compile(wide).isValid({ m: {} })).toBe(false);
  });

  it('are resolved where a type stands in a union or a list of them', () => {
    const holder = record('Holder', [
      { name: 'one', type: ['null', { ...money, name: 'One' }] },
      { name: 'many', type: { type: 'array', items: { ...money, name: 'Many' } } },
    ]);
    const schema = read(record('R', [{ name: 'm', type: ['acme.One', 'acme.Many'] }]), { holder });
    const resolved = JSON.parse(formatted(avro, schema, 'resolved') ?? '') as {
      fields: { type: { name: string }[] }[];
    };
    expect(resolved.fields[0]?.type.map(({ name }) => name)).toEqual(['One', 'Many']);
  });

  it('that are together longer than one text may be are written out all the same', () => {
    const doc = 'x'.repeat(Math.ceil(limits.schemaBytes.value * 0.6));
    const [one, two] = ['One', 'Two'].map((name) => record(name, [], { doc }));
    const schema = read(
      record('R', [
        { name: 'one', type: 'One' },
        { name: 'two', type: 'Two' },
      ]),
      { one, two },
    );
    expect(formatted(avro, schema, 'resolved')?.length).toBeGreaterThan(limits.schemaBytes.value);
  });
});

describe('defaults of Avro', () => {
  it('of a union are values of its first branch that fits, with the name of the branch', () => {
    const inner = record('I', [
      { name: 'a', type: 'int' },
      { name: 'b', type: 'string', default: 'own' },
    ]);
    const schema = record('R', [
      { name: 'text', type: ['string', 'null'], default: 'x' },
      { name: 'none', type: ['null', 'string'], default: null },
      { name: 'inner', type: [inner, 'null'], default: { a: 7 } },
    ]);
    expect(defaultsOf(schema)).toEqual([{ string: 'x' }, null, { I: { a: 7, b: 'own' } }]);
  });

  it('may be completed by fields that come later, as long as that ends', () => {
    const back = record('B', [{ name: 'g', type: 'A', default: {} }]);
    const schema = record('A', [
      { name: 'f1', type: ['null', back], default: null },
      { name: 'f2', type: 'int', default: 1 },
    ]);
    expect(tryRead(schema).ok).toBe(true);
  });

  it('are shown in short in the tree, and so is a fixed without another meaning', () => {
    const tree = avro.tree(
      read(
        record('R', [
          { name: 'long', type: 'string', default: 'x'.repeat(100) },
          { name: 'hash', type: { type: 'fixed', name: 'H', size: 16 } },
        ]),
      ),
    );
    expect(tree.children.map(({ constraints }) => constraints)).toEqual([
      [expect.stringMatching(/^"x{58}… when the writer has no such field$/)],
      ['16 bytes'],
    ]);
  });
});

describe('sizes of Avro', () => {
  it('a precision beyond all whole numbers makes no decimal', () => {
    const text =
      '{"type":"bytes","logicalType":"decimal","precision":99999999999999999999,"scale":2}';
    const schema = avro.read({ type: 'AVRO', text, references: [] });
    expect(schema.ok && avroRootOf(schema.value).type).toMatchObject({ logical: undefined });
  });

  it('an event of many small values ends at the limit, whatever the counts say', () => {
    const pair = rootOf({
      type: 'array',
      items: record('P', [
        { name: 'a', type: 'null' },
        { name: 'b', type: 'null' },
      ]),
    });
    // 40,000 items in three bytes and an end; each holds two values of no width.
    const decoded = decodeAvro(pair, pair, Buffer.from('80f10400', 'hex'));
    expect(decoded).toMatchObject({ ok: false, error: { kind: 'too-large' } });
  });

  it('there is no sample of what is nested deeper than an event may be', () => {
    const chain = Array.from({ length: 100 }, (_, i) =>
      record(`R${i}`, [{ name: 'f', type: i === 0 ? 'int' : `R${i - 1}` }]),
    );
    const links = record(
      'Links',
      chain.map((each, i) => ({ name: `n${i}`, type: ['null', each] })),
    );
    expect(avro.sample(read(record('R', [{ name: 'f', type: 'R99' }]), { links }), 1)).toBe(
      undefined,
    );
  });
});
