import type { Scope } from '../scope.js';
import type { Formula } from '../formula.js';
import { isArray, TYPE } from '../json.js';
import { arrayIn, companion, countIn, type KeywordRow, row } from './keyword-row.js';

export function everyItem(
  { formulas }: Scope,
  from: number,
  to: number,
  formula: Formula,
): Formula {
  if (formula === formulas.true || from >= to) return formulas.true;
  return formulas.literal(TYPE.array, { is: 'every-item', from, to, formula });
}

const tuple: KeywordRow['compile'] = (scope, value, name) =>
  scope.formulas.and(
    arrayIn(scope, value, name).map((_, index) =>
      everyItem(scope, index, index + 1, scope.part(name, index)),
    ),
  );

/** Items the tuple form names one by one; `items` or `additionalItems` speaks about the rest. */
export function tupleLength({ draft, schema }: Scope): number {
  const listed = schema.get(draft === 2020 ? 'prefixItems' : 'items');
  return isArray(listed) ? listed.length : 0;
}

const items = row((scope, value, name) => {
  if (!isArray(value)) return everyItem(scope, draftTupleStart(scope), Infinity, scope.part(name));
  if (scope.draft === 2020)
    return scope.refuse('a list of items is not part of 2020-12; it is `prefixItems` there', name);
  return tuple(scope, value, name);
});

const draftTupleStart = (scope: Scope): number => (scope.draft === 2020 ? tupleLength(scope) : 0);

/** Without the tuple form of `items` it says nothing (draft-07 validation §6.4.2). */
const additionalItems = row(
  (scope, _value, name) => {
    if (!isArray(scope.schema.get('items'))) return scope.formulas.true;
    return everyItem(scope, tupleLength(scope), Infinity, scope.part(name));
  },
  4,
  2019,
);

const size = (range: (count: number) => { min: number; max: number }) =>
  row((scope, value, name) => {
    const { min, max } = range(countIn(scope, value, name));
    if (min === 0 && max === Infinity) return scope.formulas.true;
    return scope.formulas.literal(TYPE.array, { is: 'size', min, max });
  });

const contains = row((scope, _value, name) => {
  const { formulas, draft, schema } = scope;
  const formula = scope.part(name);
  const least = draft >= 2019 ? schema.get('minContains') : undefined;
  const most = draft >= 2019 ? schema.get('maxContains') : undefined;
  const min = least === undefined ? 1 : countIn(scope, least, 'minContains');
  const parts: Formula[] = [];
  if (min > 0) parts.push(formulas.literal(TYPE.array, { is: 'count', formula, min }));
  if (most !== undefined) {
    const tooMany = { is: 'count', formula, min: countIn(scope, most, 'maxContains') + 1 } as const;
    const notAnArray = formulas.types(63 & ~TYPE.array);
    parts.push(formulas.or([notAnArray, formulas.literal(TYPE.array, tooMany, true)]));
  }
  return formulas.and(parts);
}, 6);

const uniqueItems = row((scope, value, name) => {
  if (typeof value !== 'boolean') return scope.refuse('true or false is expected', name);
  return value ? scope.formulas.literal(TYPE.array, { is: 'unique' }) : scope.formulas.true;
});

export const arrayKeywords: Readonly<Record<string, KeywordRow>> = {
  prefixItems: row(tuple, 2020),
  items,
  additionalItems,
  minItems: size((count) => ({ min: count, max: Infinity })),
  maxItems: size((count) => ({ min: 0, max: count })),
  contains,
  minContains: companion(2019),
  maxContains: companion(2019),
  uniqueItems,
};
