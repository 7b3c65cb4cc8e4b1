import type { Formula } from './formula.js';
import type { Formulas } from './formulas.js';
import { isArray, isNumber, type Json, TYPE } from './json.js';

/** "Equals this value", by JSON Schema's equality. */
export function constantFormula(formulas: Formulas, value: Json): Formula {
  if (value === null) return formulas.types(TYPE.null);
  if (typeof value === 'boolean') return formulas.strictly(TYPE.boolean, { is: 'boolean', value });
  if (typeof value === 'string')
    return formulas.strictly(TYPE.string, { is: 'one-of', values: new Set([value]) });
  if (isNumber(value)) return formulas.strictly(TYPE.number, { is: 'number', value });
  if (isArray(value)) {
    const size = value.length;
    return formulas.and([
      formulas.types(TYPE.array),
      ...exactSize(formulas, TYPE.array, size),
      ...value.map((item, index) =>
        formulas.literal(TYPE.array, {
          is: 'every-item',
          from: index,
          to: index + 1,
          formula: constantFormula(formulas, item),
        }),
      ),
    ]);
  }
  return formulas.and([
    formulas.types(TYPE.object),
    ...exactSize(formulas, TYPE.object, value.size),
    ...[...value].map(([name, member]) =>
      formulas.literal(TYPE.object, {
        is: 'some-value',
        keys: { of: 'name', name },
        formula: constantFormula(formulas, member),
      }),
    ),
  ]);
}

/** "Is one of these values"; all strings together are one literal. */
export function enumFormula(formulas: Formulas, values: readonly Json[]): Formula {
  const strings = values.filter((value) => typeof value === 'string');
  const options = values
    .filter((value) => typeof value !== 'string')
    .map((value) => constantFormula(formulas, value));
  if (strings.length > 0)
    options.push(formulas.strictly(TYPE.string, { is: 'one-of', values: new Set(strings) }));
  return formulas.or(options);
}

function exactSize(formulas: Formulas, type: 16 | 32, size: number): Formula[] {
  const atMost = formulas.literal(type, { is: 'size', min: 0, max: size });
  return size === 0
    ? [atMost]
    : [atMost, formulas.literal(type, { is: 'size', min: size, max: Infinity })];
}
