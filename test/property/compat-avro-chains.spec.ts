import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkCompatibility } from '#compat';
import { avro, avroRootOf, decodeAvro, encodeAvro, type SchemaSource } from '#schema';
import {
  compare,
  drawing,
  isReadable,
  pairs,
  read,
  type Schema,
  sourceOf,
} from '../support/avro-pairs.js';
import { lawRuns } from '../support/law-runs.js';

type Named = { readonly [attribute: string]: unknown };
const isObject = (schema: unknown): schema is Named =>
  typeof schema === 'object' && schema !== null && !Array.isArray(schema);

/** A schema with every part of it changed, from the inside out. */
function everywhere(schema: Schema, change: (part: Schema) => Schema): Schema {
  if (Array.isArray(schema)) return change(schema.map((each) => everywhere(each, change)));
  if (!isObject(schema)) return change(schema);
  const inside = Object.fromEntries(
    Object.entries(schema).map(([attribute, value]) => [
      attribute,
      attribute === 'items' || attribute === 'values'
        ? everywhere(value as Schema, change)
        : attribute === 'fields'
          ? (value as Named[]).map((field) => ({
              ...field,
              type: everywhere(field['type'] as Schema, change),
            }))
          : value,
    ]),
  );
  return change(inside);
}
const withFields = (schema: Schema, change: (fields: readonly Named[]) => readonly Named[]) =>
  everywhere(schema, (part) =>
    isObject(part) && part['fields']
      ? { ...part, fields: change(part['fields'] as readonly Named[]) }
      : part,
  );

/** What the specification gives no meaning to for who reads. */
const MEANINGLESS: Readonly<Record<string, (schema: Schema) => Schema>> = {
  'as it is': (schema) => schema,
  'fields in another order': (schema) => withFields(schema, (fields) => fields.toReversed()),
  documented: (schema) =>
    withFields(schema, (fields) =>
      fields.map((each) => ({ ...each, doc: 'told', order: 'ignore' })),
    ),
  'primitive types written out': (schema) =>
    everywhere(schema, (part) =>
      typeof part === 'string' && PRIMITIVE.test(part) ? { type: part } : part,
    ),
  'attributes in another order': (schema) =>
    everywhere(schema, (part) =>
      isObject(part) ? Object.fromEntries(Object.entries(part).toReversed()) : part,
    ),
  'an attribute nobody knows': (schema) =>
    everywhere(schema, (part) =>
      isObject(part) ? { ...part, 'x-owner': { team: 'orders' } } : part,
    ),
};
const PRIMITIVE = /^(null|boolean|int|long|float|double|bytes|string)$/;
/** What changes nothing when it is done to both. */
const AROUND: Readonly<Record<string, (schema: Schema) => Schema>> = {
  'in a field': (schema) => ({
    type: 'record',
    name: 'Around',
    fields: [{ name: 'it', type: schema }],
  }),
  'in a namespace': (schema) =>
    isObject(schema) && schema['name'] ? { ...schema, namespace: 'com.acme' } : schema,
};

const rewrites = fc.constantFrom(...Object.entries(MEANINGLESS));
/** Three versions, each a change or two after the one before. */
const chains = drawing
  .map((draw): [Schema, Schema, Schema] => {
    const first = draw.schema(3);
    const second = draw.mutate(structuredClone(first));
    return [first, second, draw.mutate(structuredClone(second))];
  })
  .filter((chain) => chain.every(isReadable));

/** Without what makes a reader forgive: defaults, and names it also goes by. */
const strict = (schema: Schema): Schema =>
  everywhere(
    withFields(schema, (fields) =>
      fields.map(({ default: _default, aliases: _aliases, ...field }) => field),
    ),
    (part) => {
      if (!isObject(part)) return part;
      const { default: _default, aliases: _aliases, ...rest } = part;
      return rest;
    },
  );

describe('equivalent ways to write an Avro schema', () => {
  it('metamorphic: rewriting either schema keeps every verdict', () => {
    fc.assert(
      fc.property(pairs, rewrites, rewrites, ([old, changed], [one, first], [other, second]) => {
        const rewritten = [first(old), second(changed)] as const;
        // A name has to be defined before it is used, and another order may turn that round.
        if (!rewritten.every(isReadable)) return;
        const expected = compare(old, changed).verdict;
        const { verdict } = compare(...rewritten);
        expect([old, changed, one, other, verdict]).toEqual([old, changed, one, other, expected]);
      }),
      lawRuns(600),
    );
  });

  it.each(Object.entries(AROUND))('metamorphic: both put %s are judged as before', (_, around) => {
    fc.assert(
      fc.property(pairs, ([old, changed]) => {
        const both = [around(old), around(changed)] as const;
        if (!both.every(isReadable)) return;
        const expected = compare(old, changed).verdict;
        expect([old, changed, compare(...both).verdict]).toEqual([old, changed, expected]);
      }),
      lawRuns(300),
    );
  });

  it('metamorphic: a type in a schema of its own is the type where it is used', () => {
    let moved = 0;
    fc.assert(
      fc.property(pairs, ([old, changed]) => {
        const expected = compare(old, changed).verdict;
        const apart = [old, changed].map(takenApart);
        moved += apart.filter(({ references }) => references.length > 0).length;
        const [before, after] = apart as [SchemaSource, SchemaSource];
        const report = checkCompatibility({
          old: [{ version: 1, source: before }],
          new: after,
          mode: 'BACKWARD',
          assumption: 'open-world',
        });
        expect([before, after, report.verdict]).toEqual([before, after, expected]);
      }),
      lawRuns(300),
    );
    expect(moved).toBeGreaterThan(30);
  });
});

/** The named types that stand in fields of the outermost record, each registered by itself. */
function takenApart(schema: Schema): SchemaSource {
  if (!isObject(schema) || !schema['fields']) return sourceOf(schema);
  const references: { name: string; text: string }[] = [];
  const fields = (schema['fields'] as readonly Named[]).map((field) => {
    const { type } = field;
    // What uses the outermost record's name cannot be read before it.
    const isAlone = isObject(type) && type['name'] && isReadable(type);
    if (!isAlone) return field;
    references.push({ name: type['name'] as string, text: JSON.stringify(type) });
    return { ...field, type: type['name'] };
  });
  const source = { ...sourceOf({ ...schema, fields }), references };
  return avro.read(source).ok ? source : sourceOf(schema);
}

describe('chains of Avro schemas', () => {
  it('transitive: a mode over all versions is the worst of its comparisons', () => {
    const met = { compatible: 0, incompatible: 0, undecided: 0 };
    fc.assert(
      fc.property(chains, ([first, second, third]) => {
        const { verdict, comparisons } = checkCompatibility({
          old: [first, second].map((schema, at) => ({ version: at + 1, source: sourceOf(schema) })),
          new: sourceOf(third),
          mode: 'BACKWARD_TRANSITIVE',
          assumption: 'open-world',
        });
        const single = [first, second].map((schema) => compare(schema, third).verdict);
        expect(comparisons.map((each) => each.verdict).toSorted()).toEqual(single.toSorted());
        expect(verdict).toBe(single.includes('incompatible') ? 'incompatible' : 'compatible');
        met[verdict]++;
      }),
      lawRuns(300),
    );
    expect(Math.min(met.compatible, met.incompatible)).toBeGreaterThan(30);
  });

  it('an event carried from version to version is read by each, when each step is compatible', () => {
    let carried = 0;
    fc.assert(
      fc.property(chains, fc.nat(1_000), ([first, second, third], seed) => {
        const isSafe = [compare(first, second), compare(second, third)].every(
          ({ verdict }) => verdict === 'compatible',
        );
        const event = isSafe ? avro.sample(read(first), seed) : undefined;
        if (event === undefined) return;
        const [a, b, c] = [first, second, third].map((each) => avroRootOf(read(each)).type);
        const there = decodeAvro(a!, b!, encodeAvro(a!, event as never));
        const further = there.ok && decodeAvro(b!, c!, encodeAvro(b!, there.value));
        expect([first, second, third, event, there.ok && further && further.ok]).toEqual([
          ...[first, second, third, event, true],
        ]);
        carried++;
      }),
      lawRuns(600),
    );
    expect(carried).toBeGreaterThan(50);
  });

  it('transitive: where no reader has defaults or aliases, what reads a reader reads what that one reads', () => {
    let links = 0;
    fc.assert(
      fc.property(chains, (versions) => {
        const [first, second, third] = versions.map(strict) as [Schema, Schema, Schema];
        if (![first, second, third].every(isReadable)) return;
        const isSafe = [compare(first, second), compare(second, third)].every(
          ({ verdict }) => verdict === 'compatible',
        );
        if (!isSafe) return;
        links++;
        const { verdict } = compare(first, third);
        expect([first, second, third, verdict]).toEqual([first, second, third, 'compatible']);
      }),
      lawRuns(1_000),
    );
    expect(links).toBeGreaterThan(50);
  });
});
