import { describe, expect, it } from '@jest/globals';
import { checkCompatibility } from '../check.js';

/** A place no meta-schema looks at, and a `$ref` that makes a schema of what stands there. */
function becauseOf(misplaced: unknown, draft: string): string | undefined {
  const source = (schema: object) => ({
    type: 'JSON' as const,
    text: JSON.stringify({ $schema: draft, ...schema }),
    references: [],
  });
  const { verdict, comparisons } = checkCompatibility({
    old: [{ version: 1, source: source({}) }],
    new: source({ $ref: '#/elsewhere', elsewhere: misplaced }),
    mode: 'BACKWARD',
    assumption: 'open-world',
  });
  expect(verdict).toBe('undecided');
  return comparisons[0]?.undecidedBecause;
}
const DRAFT_07 = 'http://json-schema.org/draft-07/schema#';
const DRAFT_2020 = 'https://json-schema.org/draft/2020-12/schema';

describe('what a reference makes a schema of, and is none, is left open with its place', () => {
  it.each([
    [{ type: 5 }, 'An unknown type is named (at "/elsewhere/type").'],
    [{ type: 'nothing' }, 'An unknown type is named (at "/elsewhere/type").'],
    [{ multipleOf: 0 }, 'A number above 0 is expected (at "/elsewhere/multipleOf").'],
    [{ minimum: 'a' }, 'A number is expected (at "/elsewhere/minimum").'],
    [{ minLength: -1 }, 'A non-negative integer is expected (at "/elsewhere/minLength").'],
    [{ minItems: 1.5 }, 'A non-negative integer is expected (at "/elsewhere/minItems").'],
    [{ pattern: 5 }, 'A pattern is expected (at "/elsewhere/pattern").'],
    [{ format: 5 }, 'A format name is expected (at "/elsewhere/format").'],
    [{ required: [1] }, 'Property names are expected (at "/elsewhere/required").'],
    [{ required: 5 }, 'An array is expected (at "/elsewhere/required").'],
    [{ properties: 5 }, 'An object is expected (at "/elsewhere/properties").'],
    [{ properties: [] }, 'An object is expected (at "/elsewhere/properties").'],
    [{ allOf: [5] }, 'A schema must be an object or a boolean (at "/elsewhere/allOf/0").'],
    [{ uniqueItems: 1 }, 'True or false is expected (at "/elsewhere/uniqueItems").'],
    [{ $ref: 5 }, 'A reference is expected (at "/elsewhere/$ref").'],
    [{ enum: 5 }, 'An array is expected (at "/elsewhere/enum").'],
    [{ not: 3 }, 'A schema must be an object or a boolean (at "/elsewhere/not").'],
  ])('%j: %s', (misplaced, because) => {
    for (const draft of [DRAFT_07, DRAFT_2020]) expect(becauseOf(misplaced, draft)).toBe(because);
  });

  it('a list of items is one of draft-07, and none of 2020-12', () => {
    expect(becauseOf({ items: [5] }, DRAFT_07)).toContain('"/elsewhere/items/0"');
    expect(becauseOf({ items: [true] }, DRAFT_2020)).toContain('`prefixItems`');
  });

  it('dependencies are names or a schema', () => {
    expect(becauseOf({ dependencies: { a: [1] } }, DRAFT_07)).toContain('Property names are');
    expect(becauseOf({ dependencies: { a: 5 } }, DRAFT_07)).toContain('must be an object');
  });

  it('and since 2019-09 each has a keyword of its own', () => {
    const malformed = { dependentRequired: { a: {} }, dependentSchemas: { a: ['b'] } };
    expect(becauseOf(malformed, DRAFT_2020)).toContain('An array is expected');
    const { dependentSchemas } = malformed;
    expect(becauseOf({ dependentSchemas }, DRAFT_2020)).toContain('must be an object');
  });
});
