import { limits } from '#kernel';
import { appendPointer } from '../json-pointer.js';
import { type ReadSchema, type Validator, type Violation } from '../language.js';
import {
  type AvroType,
  avroRootOf,
  branchName,
  type RecordType,
  type UnionType,
} from './avro-type.js';
import { bytesOfText, INT_MAX, INT_MIN, isDatumObject, LONG_MAX, LONG_MIN } from './datum.js';

/** Looks at values in Avro's JSON encoding; see `datum.ts`. */
export function avroValidator(schema: ReadSchema): Validator {
  const { type } = avroRootOf(schema);
  return {
    isValid: (value) => new Inspection(1).run(type, value).length === 0,
    explain: (value) => new Inspection(limits.violationsPerEvent.value).run(type, value),
  };
}

/** One event under inspection, which ends at the first reason too many. */
class Inspection {
  readonly #found: Violation[] = [];
  #values = 0;
  #isOver = false;

  constructor(readonly most: number) {}

  run(type: AvroType, value: unknown): readonly Violation[] {
    this.#look(type, value, '', 0);
    return this.#found;
  }

  #look(type: AvroType, value: unknown, pointer: string, depth: number): void {
    if (this.#isOver || this.#found.length >= this.most) return;
    if (depth > limits.eventDepth.value || ++this.#values > limits.eventNodes.value) {
      const { eventDepth, eventNodes } = limits;
      const message = `The event is nested deeper than ${eventDepth.value} levels or holds more than ${eventNodes.value} values. Make it smaller.`;
      this.#refuse(type, pointer, { keyword: 'size', message });
      // Nothing after this is looked at.
      this.#isOver = true;
      return;
    }
    switch (type.kind) {
      case 'record':
        return this.#record(type, value, pointer, depth);
      case 'array':
        if (!Array.isArray(value)) return this.#wrongType(type, pointer);
        return (value as readonly unknown[]).forEach((each, index) =>
          this.#look(type.items, each, appendPointer(pointer, index), depth + 1),
        );
      case 'map':
        if (!isDatumObject(value)) return this.#wrongType(type, pointer);
        for (const [key, each] of Object.entries(value)) {
          if (!key.isWellFormed()) this.#wrongType(type, pointer);
          this.#look(type.values, each, appendPointer(pointer, key), depth + 1);
        }
        return;
      case 'union':
        return this.#union(type, value, pointer, depth);
      case 'enum':
        if (typeof value === 'string' && type.symbols.includes(value)) return;
        return this.#refuse(type, pointer, {
          keyword: 'symbols',
          message: `It is not one of the symbols of "${type.name}".`,
        });
      case 'fixed':
        if (typeof value === 'string' && bytesOfText(value)?.length === type.size) return;
        return this.#refuse(type, pointer, {
          keyword: 'size',
          message: `It is not a text of ${type.size} characters, each standing for a byte.`,
        });
      default:
        if (!isPrimitive(type, value)) this.#wrongType(type, pointer);
    }
  }

  #record(type: RecordType, value: unknown, pointer: string, depth: number): void {
    if (!isDatumObject(value)) return this.#wrongType(type, pointer);
    for (const field of type.fields) {
      const at = appendPointer(pointer, field.name);
      if (Object.hasOwn(value, field.name))
        this.#look(field.type, value[field.name], at, depth + 1);
      else
        this.#refuse(type, at, {
          keyword: 'fields',
          message: `The field is missing; a writer of "${type.name}" sends every field.`,
        });
    }
    const declared = new Set(type.fields.map(({ name }) => name));
    for (const name of Object.keys(value))
      if (!declared.has(name))
        this.#refuse(type, appendPointer(pointer, name), {
          keyword: 'fields',
          message: `The record "${type.name}" has no such field.`,
        });
  }

  #union(type: UnionType, value: unknown, pointer: string, depth: number): void {
    const tags = isDatumObject(value) ? Object.keys(value) : [];
    const name = value === null ? 'null' : tags.length === 1 ? tags[0] : undefined;
    const branch = type.branches.find((each) => branchName(each) === name);
    if (branch?.kind === 'null' && value === null) return;
    if (branch && branch.kind !== 'null' && isDatumObject(value)) {
      const tag = branchName(branch);
      return this.#look(branch, value[tag], appendPointer(pointer, tag), depth);
    }
    const names = type.branches.map((each) => `"${branchName(each)}"`).join(', ');
    this.#refuse(type, pointer, {
      keyword: 'union',
      message: `It is not a value of one of ${names}: null, or an object with the name of the branch as its one member.`,
    });
  }

  #wrongType(type: AvroType, pointer: string): void {
    const message = `It is not a value of the type "${branchName(type)}".`;
    this.#refuse(type, pointer, { keyword: 'type', message });
  }

  #refuse({ at }: AvroType, pointer: string, reason: Pick<Violation, 'keyword' | 'message'>): void {
    if (this.#found.length < this.most)
      this.#found.push({ pointer, schemaPointer: at.pointer, ...reason });
  }
}

function isPrimitive({ kind }: AvroType, value: unknown): boolean {
  switch (kind) {
    case 'null':
      return value === null;
    case 'int':
      return Number.isInteger(value) && Number(value) >= INT_MIN && Number(value) <= INT_MAX;
    case 'long':
      return isLong(value);
    case 'float':
    case 'double':
      return typeof value === 'number';
    case 'bytes':
      return typeof value === 'string' && bytesOfText(value) !== undefined;
    case 'string':
      return typeof value === 'string' && value.isWellFormed();
    default:
      return typeof value === kind;
  }
}

function isLong(value: unknown): boolean {
  if (typeof value !== 'bigint' && !Number.isInteger(value)) return false;
  const whole = BigInt(value as number | bigint);
  return whole >= LONG_MIN && whole <= LONG_MAX;
}
