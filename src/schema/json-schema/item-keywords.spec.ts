import { describe, expect, it } from '@jest/globals';
import { jsonSchema } from './json-schema.js';

const draft2019 = 'https://json-schema.org/draft/2019-09/schema';
const draft2020 = 'https://json-schema.org/draft/2020-12/schema';

/** Violations counted by place, after both doors gave the same answer. */
function refusals(schema: object, event: unknown): readonly string[] {
  const text = JSON.stringify({ $schema: draft2020, ...schema });
  const read = jsonSchema.read({ type: 'JSON', text, references: [] });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const validator = jsonSchema.compile(read.value);
  const violations = validator.explain(event);
  expect(validator.isValid(event)).toBe(violations.length === 0);
  return violations.map(({ schemaPointer }) => schemaPointer);
}

describe('words about lists', () => {
  it.each<[object, unknown]>([
    [{ prefixItems: [{ const: 0 }], contains: {} }, []],
    [{ $schema: draft2019, items: [{ const: 0 }], contains: {} }, []],
    [
      {
        $schema: 'http://json-schema.org/draft-07/schema#',
        items: [{ type: 'string' }],
        contains: { type: 'string' },
      },
      [],
    ],
    [{ items: { prefixItems: [{ const: 0 }], contains: false } }, [[]]],
    [{ prefixItems: [{ const: 0 }], contains: { const: 1 }, minContains: 2 }, [0, 1]],
    [{ prefixItems: [true, true, { const: 0 }], uniqueItems: true }, [1, 1]],
  ])('%j refuses %j: an absent item excuses nothing', (schema, event) => {
    expect(refusals(schema, event)).not.toEqual([]);
  });

  it('judges each inner list by itself, not by the one before', () => {
    const schema = { items: { contains: { const: 1 } } };
    expect(refusals(schema, [[1], []])).toEqual(['/items/contains']);
    expect(refusals(schema, [[1], [0, 1]])).toEqual([]);
  });

  it.each<[number | undefined, number | undefined, readonly number[]]>([
    [undefined, undefined, [1, 2, 3]],
    [2, undefined, [2, 3]],
    [0, undefined, [0, 1, 2, 3]],
    [0, 1, [0, 1]],
    [undefined, 1, [1]],
    [undefined, 0, []],
    [2, 2, [2]],
    [3, 2, []],
  ])('minContains %j and maxContains %j allow %j of 0 to 3 items', (min, max, allowed) => {
    const schema = { contains: { const: 'x' }, minContains: min, maxContains: max };
    const counts = [0, 1, 2, 3].filter(
      (count) => refusals(schema, ['y', ...Array<string>(count).fill('x')]).length === 0,
    );
    expect(counts).toEqual(allowed);
  });

  it('names every item out of place and says what a list must hold', () => {
    const schema = { prefixItems: [{ const: 0 }, true, { const: 2 }], contains: { const: 9 } };
    expect(refusals(schema, [1, 1, 1])).toEqual(
      expect.arrayContaining(['/prefixItems/0/const', '/prefixItems/2/const', '/contains']),
    );
  });
});
