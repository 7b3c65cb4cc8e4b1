import { type CodeKeywordDefinition } from 'ajv';
import { _ } from 'ajv/dist/core.js';
import { Type } from 'ajv/dist/compile/util.js';
import { type JsonObject } from '../json.js';
import { type EvaluatedParts } from './evaluated-parts.js';

type Context = Parameters<CodeKeywordDefinition['code']>[0];

/** Judges each part that is left over; `left` is asked for them when an event is there. */
function judgeLeft(cxt: Context, left: (value: never) => unknown, type: Type): void {
  const { gen, data, it } = cxt;
  const keyword = cxt.keyword;
  const ask = gen.scopeValue('keyword', { ref: left });
  const valid = gen.name('valid');
  const areValid = gen.let('areValid', true);
  gen.forOf('part', _`${ask}(${data})`, (part) => {
    if (cxt.schema === false) {
      cxt.setParams({ part });
      cxt.error();
      gen.assign(areValid, false);
      // One sentence about the whole list says it all; each property has its own.
      if (!it.allErrors || type === Type.Num) gen.break();
      return;
    }
    cxt.subschema({ keyword, dataProp: part, dataPropType: type }, valid);
    gen.if(_`!${valid}`, () => {
      gen.assign(areValid, false);
      if (!it.allErrors) gen.break();
    });
  });
  cxt.ok(areValid);
}

/**
 * `unevaluatedProperties` and `unevaluatedItems`, asked of our own `EvaluatedParts`: ajv tracks
 * both while it validates, and loses track at conditions, at lists in lists and at `contains`.
 */
export const unevaluatedKeywords = (parts: EvaluatedParts): readonly CodeKeywordDefinition[] => [
  {
    keyword: 'unevaluatedProperties',
    type: 'object',
    schemaType: ['boolean', 'object'],
    error: {
      message: 'must NOT have unevaluated properties',
      params: ({ params }) => _`{unevaluatedProperty: ${params.part}}`,
    },
    code: (cxt) => {
      const schema = cxt.parentSchema;
      judgeLeft(cxt, (value: JsonObject) => parts.namesLeft(schema, value), Type.Str);
    },
  },
  {
    keyword: 'unevaluatedItems',
    type: 'array',
    schemaType: ['boolean', 'object'],
    error: {
      message: 'must NOT have unevaluated items',
      params: ({ params }) => _`{unevaluatedItem: ${params.part}}`,
    },
    code: (cxt) => {
      const schema = cxt.parentSchema;
      judgeLeft(cxt, (value: unknown[]) => parts.positionsLeft(schema, value), Type.Num);
    },
  },
];
