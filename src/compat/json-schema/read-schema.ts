import { fail, invariant, ok, type Result } from '#kernel';
import {
  jsonSchema,
  JudgeByParts,
  OutOfSteps,
  readJsonText,
  type ReadSchema,
  rootOf,
  type SchemaSource,
  type Violation,
} from '#schema';
import type { Side } from './decide.js';
import { inASentence } from './in-a-sentence.js';
import { type Json, sharing, toText } from './json.js';
import { type NamedJson, toJson } from './library.js';
import { doubtIn } from './undecidable.js';

/** Opinions of a validator about events. */
type Opinions = Pick<JudgeByParts, 'isValid' | 'violations'>;

/** A schema read exactly, with the judge the gateway uses for the same text. */
export class ExactSchema {
  #opinions: Opinions | undefined;
  #isCompiled = false;

  constructor(
    private readonly read: ReadSchema,
    readonly root: Json,
    readonly references: readonly NamedJson[],
  ) {}

  /** The same schema, made of another one's parts wherever the two agree. */
  sharing(model: ExactSchema): ExactSchema {
    const lent = new Map(model.references.map(({ name, json }) => [name, json]));
    const references = this.references.map(({ name, json }) => ({
      name,
      json: sharing(json, lent.get(name)),
    }));
    return new ExactSchema(this.read, sharing(this.root, model.root), references);
  }

  /**
   * The validator's opinion; `undefined` where it has none. Generated code has been seen to stop
   * with an error on valid schemas, and an opinion that never came is no evidence.
   */
  isValid(event: unknown): boolean | undefined {
    return this.#ask((opinions) => opinions.isValid(event));
  }

  /** Why the validator refuses an event, where it can say so. */
  violations(event: unknown): readonly Violation[] {
    return this.#ask((opinions) => opinions.violations(event)) ?? [];
  }

  #ask<T>(question: (opinions: Opinions) => T): T | undefined {
    try {
      const opinions = this.#compiled();
      return opinions && question(opinions);
    } catch (error) {
      if (!isNoOpinion(error)) throw error;
      return undefined;
    }
  }

  /** Prepared when the first event is executed; `undefined` where the schema is too complex. */
  #compiled(): Opinions | undefined {
    if (!this.#isCompiled) {
      this.#opinions = JudgeByParts.of(this.read) ?? this.#asWhole();
      this.#isCompiled = true;
    }
    return this.#opinions;
  }

  #asWhole(): Opinions | undefined {
    const compiled = jsonSchema.tryCompile(this.read);
    if (!compiled.ok) return undefined;
    const { value: validator } = compiled;
    return {
      isValid: (event) => validator.isValid(event),
      violations: (event) => validator.explain(event),
    };
  }
}

const isNoOpinion = (error: unknown): boolean =>
  error instanceof TypeError || error instanceof RangeError || error instanceof OutOfSteps;

const UNBOUNDED = { depthMax: Infinity, nodesMax: Infinity };

/** One source is compared with many others, in both directions: it is read and compiled once. */
const known = new WeakMap<SchemaSource, Result<ExactSchema, string>>();

/** Reads a source; a text that is no schema is answered with a sentence. */
export function readExactly(source: SchemaSource): Result<ExactSchema, string> {
  const result = known.get(source) ?? readAnew(source);
  known.set(source, result);
  return result;
}

/** A schema that was made, not written: as exact as one that was read. */
export function readSide({ root, references }: Side): ExactSchema | undefined {
  const read = readAnew({
    type: 'JSON',
    text: toText(root),
    references: references.map(({ name, json }) => ({ name, text: toText(json) })),
  });
  return read.ok ? read.value : undefined;
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
      invariant(json.ok, 'a schema is read with everything that it refers to');
      return { name, json: toJson(json.value.lossless) };
    });
    return ok(new ExactSchema(read.value, toJson(rootOf(read.value).lossless), references));
  } catch (error) {
    const { reason, pointer } = doubtIn(error);
    return fail(inASentence(reason, pointer));
  }
}
