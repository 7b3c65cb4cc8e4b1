import { invariant } from '#kernel';
import { type Schema } from './judge-code.js';

/** Words that several schemas of one value can say together. */
const MERGED = new Set([
  'type',
  'properties',
  'required',
  'additionalProperties',
  'allOf',
  '$ref',
  'step',
]);
const PARTS_MAX = 64;

/** What a reference leads to. */
export type Resolve = (ref: string) => Schema;

/**
 * One schema that says what a schema and all of its `allOf` say, so that a value is walked once: types
 * that all allow, members that all describe, names that any requires. `undefined` where there is
 * nothing to flatten, or a word that does not merge.
 */
export function flattenAllOf(schema: Schema, resolve: Resolve): Schema | undefined {
  if (!Array.isArray(schema.allOf)) return undefined;
  const parts = partsOf(schema, resolve);
  if (!parts || parts.length > PARTS_MAX) return undefined;
  const typed = parts.flatMap(({ type }) => (type === undefined ? [] : [typesIn(type)]));
  const required = [
    ...new Set(parts.flatMap((part) => (part.required ?? []) as readonly string[])),
  ];
  const names = new Set(parts.flatMap(({ properties }) => Object.keys(properties ?? {})));
  const rest = parts.flatMap((part) =>
    'additionalProperties' in part ? [part.additionalProperties] : [],
  );
  return {
    ...(typed.length > 0 && { type: typed.reduce(inBoth) }),
    ...(required.length > 0 && { required }),
    ...(names.size > 0 && {
      properties: Object.fromEntries(
        [...names].map((name) => [name, together(saidOf(name, parts))]),
      ),
    }),
    ...(rest.length > 0 && { additionalProperties: together(rest) }),
  };
}

/** The schema without its `allOf`, and what those come down to. */
function partsOf(root: Schema, resolve: Resolve): readonly Schema[] | undefined {
  const parts: Schema[] = [];
  const seen = new Set<Schema>();
  const waiting: unknown[] = [root];
  for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
    if (each === true) continue;
    invariant(each !== false, 'in one dialect what allows nothing is an object');
    const part = each as Schema;
    if (seen.has(part) || Object.keys(part).some((word) => !MERGED.has(word))) return undefined;
    seen.add(part);
    if (typeof part.$ref === 'string') waiting.push(resolve(part.$ref));
    waiting.push(...((part.allOf ?? []) as readonly unknown[]));
    parts.push(part);
  }
  return parts;
}

/** A name a part does not list is one of its other ones. */
const saidOf = (name: string, parts: readonly Schema[]): readonly unknown[] =>
  parts.flatMap(({ properties, additionalProperties }) => {
    const listed = (properties ?? {}) as Schema;
    if (Object.hasOwn(listed, name)) return [listed[name]];
    return additionalProperties === undefined ? [] : [additionalProperties];
  });

function together(schemas: readonly unknown[]): unknown {
  if (schemas.includes(false)) return false;
  const saying = schemas.filter((each) => each !== true);
  return saying.length < 2 ? (saying[0] ?? true) : { allOf: saying };
}

const typesIn = (type: unknown): readonly string[] =>
  (Array.isArray(type) ? type : [type]) as readonly string[];

/** Every integer is a number. */
const inBoth = (some: readonly string[], others: readonly string[]): readonly string[] => {
  const both = some.filter((each) => others.includes(each));
  const isWhole = (a: readonly string[], b: readonly string[]) =>
    a.includes('integer') && b.includes('number') && !both.includes('number');
  return (isWhole(some, others) || isWhole(others, some)) && !both.includes('integer')
    ? [...both, 'integer']
    : both;
};
