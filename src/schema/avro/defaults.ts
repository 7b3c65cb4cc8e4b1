import { isLosslessNumber, type LosslessNumber } from 'lossless-json';
import { invariant } from '#kernel';
import { type FoundFault } from '../found-fault.js';
import { appendPointer } from '../json-pointer.js';
import {
  type AvroField,
  type AvroType,
  branchName,
  type RecordType,
  type UnionType,
} from './avro-type.js';
import { thrownAs } from '../thrown-as.js';
import { isAttributes } from './build-types.js';
import {
  bytesOfText,
  type Datum,
  datumObject,
  INT_MAX,
  INT_MIN,
  LONG_MAX,
  LONG_MIN,
  wholeNumber,
} from './datum.js';

/** A default that does not end has no value; this counts as deeper than any event. */
const DEPTH_MAX = 64;
const VALUES_MAX = 50_000;

/** Defaults that are no value of their field, and those that would never end. */
export function defaultFaults(fields: readonly AvroField[]): readonly FoundFault[] {
  const filledIn = new Map<AvroField, readonly AvroField[]>();
  const faults: FoundFault[] = [];
  const refuse = (field: AvroField, message: string): void => {
    const { document, pointer } = field.at;
    const at = appendPointer(pointer, 'default');
    faults.push({ code: 'AVRO_DEFAULT_INVALID', document, pointer: at, message });
  };
  const fitting = new Fitting();
  for (const field of fields) {
    const completed = fitting.of(field.type, field.written?.json);
    filledIn.set(field, completed ?? []);
    if (!completed)
      refuse(
        field,
        `The default of the field "${field.name}" is no value of its type, ${typeInWords(field.type)}. Correct it, or change the type.`,
      );
  }
  if (faults.length > 0) return faults;
  const endless = findEndless(filledIn);
  if (endless)
    refuse(
      endless,
      `The default of the field "${endless.name}" needs itself to be complete, so it never ends. Write the inner fields out.`,
    );
  return faults;
}

const typeInWords = (type: AvroType): string =>
  type.kind === 'union'
    ? `one of ${type.branches.map((branch) => `"${branchName(branch)}"`).join(', ')}`
    : `"${branchName(type)}"`;

const isWhole = (json: unknown): json is LosslessNumber =>
  isLosslessNumber(json) && /^-?\d+$/.test(json.value);

/** The fields whose own defaults complete a default; `undefined` where it does not fit. */
type Completed = readonly AvroField[] | undefined;
const AS_WRITTEN: readonly AvroField[] = [];

/**
 * Whether a default as written is a value of a type (Avro 1.12, "Complex Types", records). A union
 * takes the first branch that fits, which is new in 1.12. The recursion follows the text of the
 * default, whose depth is bounded; what was answered once is remembered, or unions of records
 * would double the work at each level.
 */
class Fitting {
  readonly #known = new Map<object, Map<AvroType, Completed>>();

  of(type: AvroType, json: unknown): Completed {
    if (typeof json !== 'object' || json === null || isLosslessNumber(json))
      return this.#fit(type, json);
    const known = this.#known.get(json) ?? new Map<AvroType, Completed>();
    this.#known.set(json, known);
    if (!known.has(type)) known.set(type, this.#fit(type, json));
    return known.get(type);
  }

  branchOf({ branches }: UnionType, json: unknown): AvroType | undefined {
    return branches.find((branch) => this.of(branch, json) !== undefined);
  }

  #fit(type: AvroType, json: unknown): Completed {
    switch (type.kind) {
      case 'array':
        return Array.isArray(json) ? this.#all(json.map((each) => [type.items, each])) : undefined;
      case 'map':
        return isAttributes(json)
          ? this.#all(Object.values(json).map((each) => [type.values, each]))
          : undefined;
      case 'record':
        return isAttributes(json) ? this.#record(type, json) : undefined;
      case 'union': {
        const branch = this.branchOf(type, json);
        return branch && this.of(branch, json);
      }
      default:
        return isScalar(type, json) ? AS_WRITTEN : undefined;
    }
  }

  #record(type: RecordType, json: Readonly<Record<string, unknown>>): Completed {
    const isGiven = ({ name }: AvroField) => Object.hasOwn(json, name);
    const left = type.fields.filter((field) => !isGiven(field));
    if (left.some(({ written }) => !written)) return undefined;
    const given = this.#all(
      type.fields.filter(isGiven).map((field) => [field.type, json[field.name]]),
    );
    return given && [...given, ...left];
  }

  #all(parts: readonly (readonly [AvroType, unknown])[]): Completed {
    const completed = new Set<AvroField>();
    for (const [type, json] of parts) {
      const one = this.of(type, json);
      if (!one) return undefined;
      for (const field of one) completed.add(field);
    }
    return [...completed];
  }
}

function isScalar(type: AvroType, json: unknown): boolean {
  switch (type.kind) {
    case 'null':
      return json === null;
    case 'int':
      return isWhole(json) && Number(json.value) >= INT_MIN && Number(json.value) <= INT_MAX;
    case 'long':
      return isWhole(json) && BigInt(json.value) >= LONG_MIN && BigInt(json.value) <= LONG_MAX;
    case 'float':
    case 'double':
      return isLosslessNumber(json);
    case 'bytes':
      return typeof json === 'string' && bytesOfText(json) !== undefined;
    case 'fixed':
      return typeof json === 'string' && bytesOfText(json)?.length === type.size;
    case 'enum':
      return typeof json === 'string' && type.symbols.includes(json);
    default:
      return typeof json === type.kind;
  }
}

/** Depth-first with an explicit stack: an open field met again closes a circle. */
function findEndless(
  filledIn: ReadonlyMap<AvroField, readonly AvroField[]>,
): AvroField | undefined {
  const state = new Map<AvroField, 'open' | 'done'>();
  for (const start of filledIn.keys()) {
    const stack = [start];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      if (state.has(top)) {
        state.set(top, 'done');
        stack.pop();
        continue;
      }
      state.set(top, 'open');
      for (const next of filledIn.get(top) as readonly AvroField[]) {
        if (state.get(next) === 'open') return next;
        if (!state.has(next)) stack.push(next);
      }
    }
  }
  return undefined;
}

/**
 * The default of a field as a datum, or `undefined` when written out it is larger than any event:
 * defaults inside defaults can double at each step.
 */
export function defaultDatum(field: AvroField): Datum | undefined {
  invariant(field.written, 'only a field with a default has one to be filled in');
  try {
    return new Filling().datum(field.type, field.written.json, 0);
  } catch (error) {
    thrownAs(TooLarge, error);
    return undefined;
  }
}

/** Carries "too large" out of the recursion; never leaves this file. */
class TooLarge extends Error {}

class Filling {
  #made = 0;
  readonly #fitting = new Fitting();

  datum(type: AvroType, json: unknown, depth: number): Datum {
    if (++this.#made > VALUES_MAX || depth > DEPTH_MAX) throw new TooLarge();
    if (type.kind === 'union') {
      const branch = this.#fitting.branchOf(type, json);
      invariant(branch, 'a default that fits no branch is refused when the schema is read');
      if (branch.kind === 'null') return null;
      return datumObject([[branchName(branch), this.datum(branch, json, depth)]]);
    }
    if (type.kind === 'array')
      return (json as readonly unknown[]).map((each) => this.datum(type.items, each, depth + 1));
    if (type.kind === 'map')
      return datumObject(
        Object.entries(json as object).map(([key, each]) => [
          key,
          this.datum(type.values, each, depth + 1),
        ]),
      );
    if (type.kind === 'record') return this.#record(type, json as object, depth);
    return isLosslessNumber(json) ? numberOf(type.kind, json.value) : (json as Datum);
  }

  #record(type: RecordType, json: object, depth: number): Datum {
    return datumObject(
      type.fields.map((field) => {
        const given = Object.hasOwn(json, field.name)
          ? (json as Record<string, unknown>)[field.name]
          : field.written?.json;
        return [field.name, this.datum(field.type, given, depth + 1)];
      }),
    );
  }
}

const numberOf = (kind: AvroType['kind'], digits: string): Datum => {
  if (kind === 'long' || kind === 'int') return wholeNumber(BigInt(digits));
  return kind === 'float' ? Math.fround(Number(digits)) : Number(digits);
};
