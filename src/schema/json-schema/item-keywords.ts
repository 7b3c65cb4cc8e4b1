import { type CodeKeywordDefinition } from 'ajv';
import { _ } from 'ajv/dist/core.js';
import { Type } from 'ajv/dist/compile/util.js';

/**
 * ajv leaves the outcome of an item that is not there to the `var` of an earlier place: after a
 * `prefixItems` that found no item it skips every other word about lists, and a `contains` that
 * found no item takes the answer of the list before. Here each list starts from a known answer.
 */
const prefixItems: CodeKeywordDefinition = {
  keyword: 'prefixItems',
  type: 'array',
  schemaType: 'array',
  code(cxt) {
    const { gen, data } = cxt;
    const valid = gen.name('valid');
    for (const [i, schema] of (cxt.schema as readonly unknown[]).entries()) {
      if (schema === true) continue;
      gen.var(valid, true);
      gen.if(_`${data}.length > ${i}`, () => {
        cxt.subschema({ keyword: 'prefixItems', schemaProp: i, dataProp: i }, valid);
      });
      cxt.ok(valid);
    }
  },
};

interface ContainsBounds {
  readonly minContains?: number;
  readonly maxContains?: number;
}

const contains: CodeKeywordDefinition = {
  keyword: 'contains',
  type: 'array',
  schemaType: ['object', 'boolean'],
  trackErrors: true,
  error: {
    message: 'must contain the described items',
    params: ({ params: { min, max } }) => _`{minContains: ${min}, maxContains: ${max}}`,
  },
  code(cxt) {
    const { gen, data } = cxt;
    const { minContains: min = 1, maxContains: max } = cxt.parentSchema as ContainsBounds;
    if (min === 0 && max === undefined) return;
    cxt.setParams({ min: _`${min}`, max: max === undefined ? _`undefined` : _`${max}` });
    const count = gen.let('count', 0);
    const valid = gen.name('valid');
    // One more than the most allowed, or the fewest asked for, settles the question.
    const enough = max === undefined ? min : max + 1;
    gen.forRange('i', 0, _`${data}.length`, (i) => {
      cxt.subschema(
        { keyword: 'contains', dataProp: i, dataPropType: Type.Num, compositeRule: true },
        valid,
      );
      gen.if(_`${valid} && ++${count} >= ${enough}`, () => gen.break());
    });
    const isRight =
      max === undefined ? _`${count} >= ${min}` : _`${count} >= ${min} && ${count} <= ${max}`;
    cxt.result(isRight, () => cxt.reset());
  },
};

export const itemKeywords: readonly CodeKeywordDefinition[] = [prefixItems, contains];
