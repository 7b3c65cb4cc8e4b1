import { fail, ok, type Result } from '#kernel';
import {
  jsonSchema,
  readJsonText,
  type ReadSchema,
  rootOf,
  type SchemaSource,
  type Validator,
  type Violation,
} from '#schema';
import type { Json } from './json.js';
import { type NamedJson, toJson } from './library.js';
import { Undecidable } from './undecidable.js';

/** A schema read exactly, with the judge the gateway uses for the same text. */
export class ExactSchema {
  #validator: Validator | undefined;
  #isCompiled = false;

  constructor(
    private readonly read: ReadSchema,
    readonly root: Json,
    readonly references: readonly NamedJson[],
  ) {}

  /**
   * The validator's opinion; `undefined` where it has none. Generated code has been seen to stop
   * with an error on valid schemas, and an opinion that never came is no evidence.
   */
  isValid(event: unknown): boolean | undefined {
    return this.#ask((validator) => validator.isValid(event));
  }

  /** Why the validator refuses an event, where it can say so. */
  violations(event: unknown): readonly Violation[] {
    return this.#ask((validator) => validator.explain(event)) ?? [];
  }

  #ask<T>(question: (validator: Validator) => T): T | undefined {
    try {
      const validator = this.#compiled();
      return validator && question(validator);
    } catch (error) {
      if (error instanceof TypeError) return undefined;
      throw error;
    }
  }

  /** Compiled when the first event is executed; `undefined` where it is too complex to. */
  #compiled(): Validator | undefined {
    if (!this.#isCompiled) {
      const compiled = jsonSchema.tryCompile(this.read);
      this.#validator = compiled.ok ? compiled.value : undefined;
      this.#isCompiled = true;
    }
    return this.#validator;
  }
}

const UNBOUNDED = { depthMax: Infinity, nodesMax: Infinity };

/** One source is compared with many others, in both directions: it is read and compiled once. */
const known = new WeakMap<SchemaSource, Result<ExactSchema, string>>();

/** Reads a source; a text that is no schema is answered with a sentence. */
export function readExactly(source: SchemaSource): Result<ExactSchema, string> {
  const result = known.get(source) ?? readAnew(source);
  known.set(source, result);
  return result;
}

function readAnew(source: SchemaSource): Result<ExactSchema, string> {
  const read = jsonSchema.read(source);
  if (!read.ok) {
    const [fault] = read.error;
    return fail(`${fault?.code} at "${fault?.pointer}": ${fault?.message}`);
  }
  try {
    const references = source.references.map(({ name, text }) => {
      const json = readJsonText(text, UNBOUNDED);
      return { name, json: json.ok ? toJson(json.value.lossless) : true };
    });
    return ok(new ExactSchema(read.value, toJson(rootOf(read.value).lossless), references));
  } catch (error) {
    if (error instanceof Undecidable) return fail(error.reason);
    throw error;
  }
}
