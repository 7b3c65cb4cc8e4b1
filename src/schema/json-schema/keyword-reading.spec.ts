import { describe, expect, it } from '@jest/globals';
import type { SchemaSource } from '../language.js';
import { jsonSchema } from './json-schema.js';
import { type KeywordReading, sourceReadAs, STRICT_READING } from './keyword-reading.js';

const sourceOf = (schema: unknown, references: SchemaSource['references'] = []): SchemaSource => ({
  type: 'JSON',
  text: JSON.stringify(schema),
  references,
});

/** What the gateway's validator says of values, by value and by bytes. */
function taken(source: SchemaSource, reading: KeywordReading, values: readonly unknown[]) {
  const read = jsonSchema.read(sourceReadAs(source, reading));
  if (!read.ok) throw new Error(read.error[0]?.message);
  const validator = jsonSchema.compile(read.value);
  const payload = jsonSchema.payload(read.value);
  if (!payload) throw new Error('a JSON Schema has events');
  return values.map((value) => {
    const byValue = validator.isValid(value);
    expect(payload.read(Buffer.from(JSON.stringify(value))).ok).toBe(byValue);
    return byValue;
  });
}

const ANNOTATE: KeywordReading = { formats: 'annotate', enums: 'closed' };
const OPEN: KeywordReading = { formats: 'assert', enums: 'open' };

describe('a schema of which formats only describe', () => {
  it('takes any text wherever a format stands, in branches and references, too', () => {
    const schema = {
      properties: { a: { format: 'date' }, format: { type: 'string', format: 'uuid' } },
      items: { not: { $ref: '#/$defs/day' } },
      $defs: { day: { format: 'date' } },
    };
    const values = [{ a: 'x' }, { format: 'x' }, { format: 1 }, ['x']];
    expect(taken(sourceOf(schema), STRICT_READING, values)).toEqual([false, false, false, true]);
    expect(taken(sourceOf(schema), ANNOTATE, values)).toEqual([true, true, false, false]);
  });

  it('is read so in what it refers to, with every digit of a bound', () => {
    const references = [
      { name: 'day.json', text: '{"format": "date", "maximum": 9007199254740993.0}' },
    ];
    const source = sourceOf({ $ref: 'day.json' }, references);
    expect(taken(source, ANNOTATE, ['x'])).toEqual([true]);
    expect(sourceReadAs(source, ANNOTATE).references[0]?.text).toBe(
      '{"maximum":9007199254740993.0}',
    );
  });
});

describe('a schema of which enums are open', () => {
  it('takes values of the types that are listed, and what is listed', () => {
    const schema = { enum: ['a', 'b', null, true, { x: 1 }] };
    const values = ['a', 'c', null, true, false, { x: 1 }, { x: 2 }, 1];
    expect(taken(sourceOf(schema), OPEN, values)).toEqual([
      ...[true, true, true, true, false, true, false, false],
    ]);
    expect(taken(sourceOf({ enum: [1, 2] }), OPEN, [3, 2.5, 'a'])).toEqual([true, false, false]);
    expect(taken(sourceOf({ enum: [1, 2.5] }), OPEN, [3, 0.1])).toEqual([true, true]);
    expect(taken(sourceOf({ enum: [true] }), OPEN, [true, false])).toEqual([true, false]);
  });

  it('keeps what stands beside the enum', () => {
    const schema = {
      type: ['string', 'null'],
      maxLength: 2,
      enum: ['a', null],
      allOf: [{ minLength: 1 }],
    };
    expect(taken(sourceOf(schema), OPEN, ['b', 'abc', '', null, 1])).toEqual([
      ...[true, false, false, true, false],
    ]);
  });

  it('keeps those closed by which alternatives are told apart, behind references, too', () => {
    const kind = (name: string) => ({ properties: { kind: { $ref: `#/definitions/${name}` } } });
    const schema = {
      $schema: 'http://json-schema.org/draft-07/schema#',
      oneOf: [kind('a'), kind('b')],
      properties: { status: { enum: ['new'] }, again: { $ref: '#/definitions/a' } },
      definitions: { a: { enum: ['a'] }, b: { enum: ['b'] } },
    };
    const values = [{ kind: 'a' }, { kind: 'c' }, { kind: 'a', status: 'old' }];
    expect(taken(sourceOf(schema), OPEN, values)).toEqual([true, false, true]);
  });

  it('never refuses an event that it took with closed enums', () => {
    const conditional = {
      if: { properties: { a: { enum: ['x'] } }, required: ['a'] },
      then: { required: ['b'] },
      not: { properties: { c: { enum: ['bad'] } }, required: ['c'] },
      properties: { d: { contains: { enum: ['k'] }, maxContains: 1 } },
      propertyNames: { enum: ['a', 'b', 'c', 'd'] },
    };
    const values = [
      { a: 'y' },
      { a: 'x' },
      { c: 'good' },
      { c: 'bad' },
      { d: ['k', 'l'] },
      { e: 1 },
    ];
    const strictly = taken(sourceOf(conditional), STRICT_READING, values);
    expect(strictly).toEqual([true, false, true, false, true, false]);
    expect(taken(sourceOf(conditional), OPEN, values)).toEqual(strictly);
  });

  it('follows dynamic references out of what stays closed', () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $defs: {
        node: { $dynamicAnchor: 'node', enum: ['a', 'b'] },
        list: {
          $id: 'urn:x:list',
          not: { $dynamicRef: '#node' },
          $defs: { n: { $dynamicAnchor: 'node' } },
        },
      },
      properties: { plain: { $ref: '#/$defs/node' }, list: { $ref: 'urn:x:list' } },
    };
    expect(taken(sourceOf(schema), OPEN, [{ plain: 'c' }])).toEqual([false]);
  });
});

describe('a schema that is read strictly, or that has one way to be read', () => {
  it('stays as it is', () => {
    const source = sourceOf({ format: 'date' });
    expect(sourceReadAs(source)).toBe(source);
    const avro: SchemaSource = { type: 'AVRO', text: '"string"', references: [] };
    expect(sourceReadAs(avro, OPEN)).toBe(avro);
    const broken: SchemaSource = { type: 'JSON', text: '{', references: [] };
    expect(sourceReadAs(broken, OPEN)).toBe(broken);
  });
});

describe('a text that is read otherwise', () => {
  it('changes nothing in the official texts that it refers to', () => {
    const source = sourceOf({
      properties: {
        schema: { $ref: 'http://json-schema.org/draft-07/schema#' },
        day: { format: 'date' },
      },
    });
    const values = [{ schema: { type: 'text' } }, { schema: { type: 'string' } }, { day: 'x' }];
    expect(taken(source, STRICT_READING, values)).toEqual([false, true, false]);
    expect(taken(source, ANNOTATE, values)).toEqual([false, true, true]);
    expect(taken(source, OPEN, values)).toEqual([false, true, false]);
  });

  it('may stand beside one that leads nowhere, where nothing comes to that', () => {
    const draft2020 = 'https://json-schema.org/draft/2020-12/schema';
    const elsewhere = {
      $schema: draft2020,
      $defs: { a: { $dynamicAnchor: 'a', $ref: 'b.json', $dynamicRef: '#%' } },
    };
    const source = sourceOf(
      {
        $schema: draft2020,
        items: { $dynamicRef: '#a' },
        $defs: { a: { $dynamicAnchor: 'a', format: 'date' } },
      },
      [{ name: 'elsewhere.json', text: JSON.stringify(elsewhere) }],
    );
    expect(taken(source, STRICT_READING, [['x']])).toEqual([false]);
    expect(taken(source, ANNOTATE, [['x']])).toEqual([true]);
  });
});
