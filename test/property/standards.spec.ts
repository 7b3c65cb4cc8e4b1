import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { importContracts, losslessText, readContract, toAsyncApi, toOdcs } from '#contract';
import { treeOf } from '#schema';
import { lawRuns } from '../support/law-runs.js';

const runs = lawRuns(300);
const NAMES = ['a', 'b/c', 'd e~', 'ü%', '$ref', 'properties', 'const'];
const name = fc.constantFrom(...NAMES);
/** The root, a part by any spelling of its name, a part of a part, an anchor. */
const reference = fc.oneof(
  fc.constantFrom('#', '#there'),
  fc.tuple(name, fc.constantFrom('', '/items', '/properties/a', '/allOf/0')).map(([key, more]) => {
    const token = encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));
    return `#/$defs/${token}${more}`;
  }),
);
const named = (inner: fc.Arbitrary<unknown>) =>
  fc.array(fc.tuple(name, inner), { maxLength: 3 }).map((each) => Object.fromEntries(each));
const schema = fc.letrec<{ schema: unknown }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<unknown>(true, {}, { type: 'string' }),
    fc.record({ $ref: reference, title: fc.constant('t') }),
    fc.record({ const: fc.jsonValue(), enum: fc.tuple(fc.constant({ $ref: '#/a' })) }),
    fc.record({ properties: named(tie('schema')), items: tie('schema') }),
    fc.record({ allOf: fc.tuple(tie('schema')), not: tie('schema'), 'x-own': fc.jsonValue() }),
  ),
})).schema;
/** Every part that a reference may name is there. */
const whole = fc.tuple(schema, ...NAMES.map(() => schema)).map(([root, ...parts]) => ({
  ...Object(root === true ? {} : root),
  $defs: Object.fromEntries(
    NAMES.map((each, index) => [
      each,
      {
        ...Object(parts[index] === true ? {} : parts[index]),
        items: {},
        properties: { a: {} },
        allOf: [{}],
      },
    ]),
  ),
}));

function contract(definition: string) {
  const read = readContract({
    ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id: 'a', owner: { team: 'a' } },
    ...{ schema: { definition }, channel: { topic: 'a' } },
  });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return {
    contract: read.value,
    source: { type: 'JSON', text: definition, references: [] },
  } as const;
}

describe('laws of the standards', () => {
  it('whatever a schema refers to in itself, it is the same when its contract comes back', () => {
    fc.assert(
      fc.property(whole, (drawn) => {
        const text = losslessText(drawn);
        const exported = contract(text);
        return [toAsyncApi(exported), toOdcs(exported, treeOf(exported.source))].every(
          (document) => {
            const made = importContracts(losslessText(document));
            if (!made.ok) throw new Error(made.error);
            const [back] = made.value.contracts as { schema: { definition: unknown } }[];
            const definition = back?.schema.definition;
            return (
              (typeof definition === 'string' ? definition : losslessText(definition)) === text
            );
          },
        );
      }),
      runs,
    );
  });
});
