import { describe, expect, it } from '@jest/globals';
import type { Finding } from '#kernel';
import type { SchemaSource } from '#schema';
import { checkCompatibility, type CompatibilityQuestion } from '../check.js';

const source = (schema: unknown, references: Readonly<Record<string, unknown>> = {}) =>
  ({
    type: 'JSON',
    text: JSON.stringify(schema),
    references: Object.entries(references).map(([name, json]) => ({
      name,
      text: JSON.stringify(json),
    })),
  }) satisfies SchemaSource;

function judged(
  old: SchemaSource,
  changed: SchemaSource,
  more: Partial<CompatibilityQuestion> = {},
) {
  const [comparison] = checkCompatibility({
    old: [{ version: 1, source: old }],
    new: changed,
    mode: 'BACKWARD',
    assumption: 'open-world',
    ...more,
  }).comparisons;
  if (!comparison) throw new Error('one version, one direction');
  return comparison;
}

const told = (findings: readonly Finding[]) =>
  findings.map(({ severity, ruleId, newPath, witness }) =>
    [severity, ruleId, newPath, ...(witness ? [witness.event] : [])].join(' '),
  );

const text = { type: 'string' };
const short = { type: 'string', maxLength: 2 };

describe('each change is tried alone', () => {
  it('where a field is described in a document of its own for the first time', () => {
    const { findings } = judged(
      source({ properties: { a: text } }),
      source({ properties: { a: { $ref: 'a.json' } } }, { 'a.json': short }),
    );
    expect(told(findings)).toEqual(['breaking JSON_REFERENCE_CHANGED /properties/a {"a":"aaa"}']);
  });

  it('in the document where it was made, and the others stay as they are', () => {
    const of = (b: object) =>
      source(
        { properties: { a: { $ref: 'a.json' }, b: { $ref: 'b.json' } } },
        { 'a.json': text, 'b.json': b },
      );
    const { findings } = judged(of(text), of({ ...short, minLength: 1 }));
    expect(told(findings)).toEqual([
      'breaking JSON_LENGTH_CHANGED b.json#/maxLength {"b":"aaa"}',
      'breaking JSON_LENGTH_CHANGED b.json#/minLength {"b":""}',
    ]);
  });

  it('with the definitions of the other schema beside its own', () => {
    const { findings } = judged(
      source({
        properties: { a: { $ref: '#/definitions/any' }, b: text },
        definitions: { any: text },
      }),
      source({
        properties: { a: { $ref: '#/definitions/short' }, b: { ...text, maxLength: 1 } },
        definitions: { short },
      }),
    );
    expect(told(findings)).toEqual([
      'breaking JSON_REFERENCE_CHANGED /properties/a {"a":"aaa"}',
      'breaking JSON_LENGTH_CHANGED /properties/b/maxLength {"b":"aa"}',
    ]);
  });

  it('with definitions that the old schema had none of', () => {
    const { findings } = judged(
      source({ properties: { a: text, b: text } }),
      source({
        properties: { a: { $ref: '#/definitions/short' }, b: { $ref: '#/definitions/short' } },
        definitions: { short },
      }),
    );
    expect(told(findings)).toEqual([
      'breaking JSON_REFERENCE_CHANGED /properties/a {"a":"aaa"}',
      'breaking JSON_REFERENCE_CHANGED /properties/b {"b":"aaa"}',
    ]);
  });
});

describe('what is undecided', () => {
  it('deserves a look, unless it only describes', () => {
    const comparison = judged(
      source({ title: 'a', type: 'string' }),
      source({ title: 'b', type: 'string', format: 'iri' }),
    );
    expect(comparison.undecidedBecause).toBe('What the format "iri" allows is not decided.');
    expect(told(comparison.findings)).toEqual([
      'info JSON_DOCUMENTATION_CHANGED /title',
      'warning JSON_FORMAT_CHANGED /format',
    ]);
  });

  it('can be the whole of a schema that allowed everything', () => {
    const { verdict, findings } = judged(source(true), source({ format: 'iri' }));
    expect(verdict).toBe('undecided');
    expect(told(findings)).toEqual(['warning JSON_SCHEMA_CHANGED ']);
  });

  it('is an event that is never judged to the end, although its proof is found', () => {
    const twice = (next: number) => ({
      allOf: [{ $ref: `#/definitions/d${next}` }, { $ref: `#/definitions/d${next}` }],
    });
    const ending = (end: object) =>
      source({
        $ref: '#/definitions/d0',
        definitions: {
          ...Object.fromEntries(Array.from({ length: 22 }, (_, at) => [`d${at}`, twice(at + 1)])),
          d22: end,
        },
      });
    const { verdict, undecidedBecause } = judged(
      ending({ type: ['string', 'null'] }),
      ending(text),
    );
    expect(verdict).toBe('undecided');
    expect(undecidedBecause).toBe(
      "The event null is no evidence, for two validators must agree about it. The exact one says: accepted under the writer's schema, refused under the reader's. The gateway's says: no opinion under the writer's schema, no opinion under the reader's.",
    );
  });

  it('is an enum so deep that it cannot be read as an open one', () => {
    const inside = (depth: number, schema: object): object =>
      depth === 0 ? schema : { properties: { a: inside(depth - 1, schema) } };
    const at = (old: number, changed: number) =>
      judged(source(inside(old, { enum: ['a'] })), source(inside(changed, { enum: ['a', 'b'] })), {
        mode: 'FORWARD',
        reading: { formats: 'assert', enums: 'open' },
      });
    expect(at(30, 30).verdict).toBe('compatible');
    expect(at(31, 30).undecidedBecause).toMatch(
      /^The old schema cannot be read so\. SCHEMA_TOO_DEEP at /,
    );
    expect(at(30, 31).undecidedBecause).toMatch(
      /^The new schema cannot be read so\. SCHEMA_TOO_DEEP at /,
    );
  });
});
