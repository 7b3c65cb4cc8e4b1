import { type FuncKeywordDefinition } from 'ajv';
import { canonicalValue } from './canonical-value.js';

/** `x` is an integer multiple of `unit`, in the decimals both are written in: 19.99 of 0.01. */
export function isExactMultiple(x: number, unit: number): boolean {
  if (Number.isSafeInteger(x) && Number.isSafeInteger(unit)) return x % unit === 0;
  if (!Number.isFinite(x)) return false;
  const [a, b] = [decimal(x), decimal(unit)];
  const scale = Math.min(a.exponent, b.exponent);
  return (
    (a.digits * 10n ** BigInt(a.exponent - scale)) %
      (b.digits * 10n ** BigInt(b.exponent - scale)) ===
    0n
  );
}

/** The shortest decimal that reads back as the same double (ECMA-262 Number::toString). */
function decimal(value: number): { digits: bigint; exponent: number } {
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string];
  const [whole, fraction = ''] = mantissa.split('.') as [string, string?];
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

/** Membership by value: one text per value, so long enums and deep constants cost one look-up. */
function anyOfValues(values: readonly unknown[]): (value: unknown) => boolean {
  const primitives = new Set(values.filter((value) => typeof value !== 'object' || value === null));
  const composites = new Set(values.filter((value) => !primitives.has(value)).map(canonicalValue));
  return (value) =>
    typeof value === 'object' && value !== null
      ? composites.size > 0 && composites.has(canonicalValue(value))
      : primitives.has(value);
}

/** Position of the first item that repeats an earlier one. */
export function firstRepeated(items: readonly unknown[]): number | undefined {
  const primitives = new Set<unknown>();
  const composites = new Set<string>();
  for (const [i, item] of items.entries()) {
    const isComposite = typeof item === 'object' && item !== null;
    const key = isComposite ? canonicalValue(item) : item;
    const seen: Set<unknown> = isComposite ? composites : primitives;
    if (seen.has(key)) return i;
    seen.add(key);
  }
  return undefined;
}

const predicate = (
  keyword: string,
  compile: (schema: never) => (value: never) => boolean,
): FuncKeywordDefinition => ({
  keyword,
  compile: (schema: unknown) => compile(schema as never) as (value: unknown) => boolean,
  errors: false,
});

/**
 * Words of our own where ajv's would be wrong or slow: its equality trusts an event's
 * `constructor` and `valueOf`, its `uniqueItems` is quadratic, its `multipleOf` divides doubles.
 *
 * @param step called once per schema entered; throws to end a validation that has no end
 */
export const exactKeywords = (step: () => void): readonly FuncKeywordDefinition[] => [
  { ...predicate('step', () => () => (step(), true)), before: '$ref' },
  predicate('never', (never: boolean) => () => !never),
  predicate('sameAs', (value: unknown) => anyOfValues([value])),
  predicate('oneOfValues', anyOfValues),
  {
    ...predicate('distinctItems', () => (items: unknown[]) => firstRepeated(items) === undefined),
    type: 'array',
  },
  {
    ...predicate('exactMultipleOf', (unit: number) => (x: number) => isExactMultiple(x, unit)),
    type: 'number',
  },
];
