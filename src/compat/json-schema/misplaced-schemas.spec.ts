import { describe, expect, it } from '@jest/globals';
import { readJsonText, type SchemaSource } from '#schema';
import { checkCompatibility } from '../check.js';
import { Procedure, type Side } from './decide.js';
import { inASentence } from './in-a-sentence.js';
import { toJson } from './library.js';

const DRAFT_07 = 'http://json-schema.org/draft-07/schema#';
const DRAFT_2020 = 'https://json-schema.org/draft/2020-12/schema';
const sourceOf = (schema: object, draft: string): SchemaSource => ({
  type: 'JSON',
  text: JSON.stringify({ $schema: draft, ...schema }),
  references: [],
});

/**
 * A schema as an edit leaves it: it takes over a `$ref` and not what the `$ref` leads to. One that
 * was written so is refused when it is read.
 */
function sideOf(schema: object, draft: string): Side {
  const json = readJsonText(sourceOf(schema, draft).text, { depthMax: 9, nodesMax: 99 });
  if (!json.ok) throw new Error(json.error.message);
  return { root: toJson(json.value.lossless), references: [] };
}

function becauseOf(misplaced: unknown, draft: string): string {
  const edited = sideOf({ $ref: '#/elsewhere', elsewhere: misplaced }, draft);
  const decision = new Procedure().decide(sideOf({}, draft), edited, { stepsMax: 50_000 });
  if (decision.outcome !== 'undecided') throw new Error(decision.outcome);
  return inASentence(decision.reason, decision.pointer);
}

describe('a reference to what is no schema', () => {
  const check = (old: object, changed: object) =>
    checkCompatibility({
      old: [{ version: 1, source: sourceOf(old, DRAFT_07) }],
      new: sourceOf(changed, DRAFT_07),
      mode: 'BACKWARD',
      assumption: 'open-world',
    });

  it('is told as the fault of the schema it stands in', () => {
    const { verdict, comparisons } = check({}, { $ref: '#/elsewhere', elsewhere: { type: 5 } });
    expect(verdict).toBe('undecided');
    expect(comparisons[0]?.undecidedBecause).toMatch(
      /^The new schema cannot be read\. SCHEMA_INVALID at "\/elsewhere\/type"/,
    );
  });

  it('is no obstacle where only a change made alone would lead there', () => {
    const old = { properties: { a: { type: 'string' } }, elsewhere: { type: 5 } };
    const changed = { properties: { a: { $ref: '#/elsewhere' } }, elsewhere: { type: 'integer' } };
    const { verdict, comparisons } = check(old, changed);
    expect(verdict).toBe('incompatible');
    expect(comparisons[0]?.findings.map(({ severity }) => severity)).toContain('breaking');
  });
});

describe('what an edit makes a schema of, and is none, is left open with its place', () => {
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
