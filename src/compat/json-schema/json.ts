import { Rational } from './rational.js';

/**
 * A JSON value that has lost nothing: numbers are exact, objects are maps, so that `__proto__` is
 * a name like any other and member order is kept.
 */
export type Json = null | boolean | string | Rational | readonly Json[] | JsonObject;
export type JsonObject = ReadonlyMap<string, Json>;

/** One bit per JSON type, so that a set of types is a number. */
export const TYPE = { null: 1, boolean: 2, number: 4, string: 8, array: 16, object: 32 } as const;
export type TypeBit = (typeof TYPE)[keyof typeof TYPE];
export const EVERY_TYPE = 63;

export const isObject = (value: Json | undefined): value is JsonObject => value instanceof Map;

export const isArray = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

export const isNumber = (value: Json | undefined): value is Rational => value instanceof Rational;

export function typeOf(value: Json): TypeBit {
  if (value === null) return TYPE.null;
  if (typeof value === 'boolean') return TYPE.boolean;
  if (typeof value === 'string') return TYPE.string;
  if (isNumber(value)) return TYPE.number;
  return isArray(value) ? TYPE.array : TYPE.object;
}

/** Text whose equality is JSON Schema's equality: 1 equals 1.0, member order does not matter. */
export function keyOf(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (isNumber(value)) return value.key;
  if (isArray(value)) return `[${value.map(keyOf).join(',')}]`;
  const members = [...value].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${keyOf(member)}`).join(',')}}`;
}

/** Equal as JSON Schema says; the first difference ends it. */
export function isSame(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (isNumber(left)) return isNumber(right) && left.equals(right);
  if (isArray(left)) {
    if (!isArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => isSame(item, right[index]));
  }
  if (!isObject(left) || !isObject(right) || left.size !== right.size) return false;
  for (const [name, member] of left) if (!isSame(member, right.get(name))) return false;
  return true;
}

/**
 * The same value, made of the model's own parts wherever the two agree: what is shared is known to
 * be equal without being looked at. Member order counts, so nothing written is lost.
 */
export function sharing(value: Json, model: Json | undefined): Json {
  if (isNumber(value)) return isNumber(model) && model.equals(value) ? model : value;
  if (isArray(value)) {
    if (!isArray(model)) return value;
    const items = value.map((item, index) => sharing(item, model[index]));
    const isEqual = items.length === model.length && items.every((item, i) => item === model[i]);
    return isEqual ? model : items;
  }
  if (!isObject(value) || !isObject(model)) return value;
  const members = new Map<string, Json>();
  const names = model.keys();
  let isEqual = value.size === model.size;
  for (const [name, member] of value) {
    const shared = sharing(member, model.get(name));
    members.set(name, shared);
    isEqual &&= names.next().value === name && shared === model.get(name);
  }
  return isEqual ? model : members;
}

/** JSON text for people and other programs. */
export function toText(value: Json): string {
  if (isNumber(value)) return value.toDecimal() ?? `${value.numerator}/${value.denominator}`;
  if (isArray(value)) return `[${value.map(toText).join(',')}]`;
  if (isObject(value)) {
    const members = [...value].map(([name, member]) => `${JSON.stringify(name)}:${toText(member)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

/** Length in code points, as JSON Schema counts. */
export const lengthOf = (text: string): number => {
  let length = 0;
  for (let i = 0; i < text.length; i++, length++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit < 0xdc00 && i + 1 < text.length) {
      const next = text.charCodeAt(i + 1);
      if (next >= 0xdc00 && next < 0xe000) i++;
    }
  }
  return length;
};
