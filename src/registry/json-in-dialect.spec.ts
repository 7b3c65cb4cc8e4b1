import { describe, expect, it } from '@jest/globals';
import { checkCompatibility } from '#compat';
import { jsonInDialect } from './json-in-dialect.js';

const source = (schema: unknown) =>
  ({ type: 'JSON', text: JSON.stringify(schema), references: [] }) as const;

/** What the dialect says of everything that breaks. */
function told(old: unknown, changed: unknown, mode: 'BACKWARD' | 'FORWARD' = 'BACKWARD') {
  const { comparisons } = checkCompatibility({
    ...{ old: [{ version: 1, source: source(old) }], new: source(changed), mode },
    assumption: 'open-world',
  });
  return comparisons.flatMap(({ findings, direction }) =>
    findings
      .filter(({ severity }) => severity === 'breaking')
      .map((finding) => jsonInDialect(finding, direction)),
  );
}

const text = (more: object = {}) => ({ type: 'string', ...more });
const object = (more: object = {}) => ({
  ...{ type: 'object', properties: { a: text() }, additionalProperties: false },
  ...more,
});

/** Reference: the wordings of the dialect, quotes that do not match included. */
const PAIRS: readonly (readonly [string, unknown, unknown, string])[] = [
  [
    'a limit that came',
    text(),
    text({ maxLength: 4 }),
    `{errorType:"MAX_LENGTH_ADDED", description:"The keyword at path '#/maxLength' in the new schema is not present in the old schema'}`,
  ],
  [
    'a greatest that fell',
    { type: 'number', maximum: 9 },
    { type: 'number', maximum: 4 },
    `{errorType:"MAXIMUM_DECREASED", description:"The value at path '#/maximum' in the new schema is less than its value in the old schema'}`,
  ],
  [
    'a least that rose',
    { type: 'array', minItems: 1 },
    { type: 'array', minItems: 2 },
    `{errorType:"MIN_ITEMS_INCREASED", description:"The value at path '#/minItems' in the new schema is more than its value in the old schema'}`,
  ],
  [
    'a pattern that changed',
    text({ pattern: '^a' }),
    text({ pattern: '^b' }),
    `{errorType:"PATTERN_CHANGED", description:"The value at path '#/pattern' is different between the new and old schema'}`,
  ],
  [
    'a value an enum lost',
    { enum: ['a', 'b'] },
    { enum: ['a'] },
    `{errorType:"ENUM_ARRAY_NARROWED", description:"An array or combined type at path '#/enum' has fewer elements in the new schema than the old schema'}`,
  ],
  [
    'a type',
    text(),
    { type: 'integer' },
    `{errorType:"TYPE_CHANGED", description:"A type at path '#/type' is different between the new schema and the old schema'}`,
  ],
  [
    'a demand',
    object(),
    object({ required: ['a'] }),
    `{errorType:"REQUIRED_ATTRIBUTE_ADDED", description:"The keyword at path '#/required/a' in the new schema is not present in the old schema'}`,
  ],
  [
    'a property of an open object',
    { type: 'object' },
    { type: 'object', properties: { a: text() } },
    `{errorType:"PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL", description:"The new schema has an open content model and has a property or item at path '#/properties/a' which is missing in the old schema'}`,
  ],
  [
    'a property a closed object lost',
    object(),
    object({ properties: {} }),
    `{errorType:"PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL", description:"The new has a closed content model and is missing a property or item present at path '#/properties/a' in the old schema'}`,
  ],
];

describe('a finding about JSON Schema in the dialect', () => {
  it.each(PAIRS)('%s is told word for word', (_, old, changed, sentence) => {
    expect(told(old, changed)).toEqual([sentence]);
  });

  it('is told from the old reader’s side where the old schema reads', () => {
    expect(told(text({ maxLength: 4 }), text(), 'FORWARD')).toEqual([
      `{errorType:"MAX_LENGTH_ADDED", description:"The keyword at path '#/maxLength' in the old schema is not present in the new schema'}`,
    ]);
    expect(told(object({ properties: {} }), object(), 'FORWARD')).toEqual([
      `{errorType:"PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL", description:"The old has a closed content model and is missing a property or item present at path '#/properties/a' in the new schema'}`,
    ]);
  });

  it('is left to our own words where the dialect has none', () => {
    expect(told({ type: 'number' }, { type: 'number', const: 1 })).toEqual([undefined]);
    const draft = { $schema: 'http://json-schema.org/draft-04/schema#', maximum: 4 };
    expect(told(draft, { ...draft, exclusiveMaximum: true })).toEqual([undefined]);
  });
});
