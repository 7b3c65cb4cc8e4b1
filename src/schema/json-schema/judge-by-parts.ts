import { type ErrorObject } from 'ajv';
import { invariant, limits } from '#kernel';
import { isJsonObject } from '../json.js';
import { type ReadSchema, type Violation } from '../language.js';
import { cutParts, type Part } from './cut-parts.js';
import { explainErrors } from './explain.js';
import { meanings } from './meanings.js';
import { inOneDialect, type OneDialect, type Origin, type Origins } from './one-dialect.js';
import { rootOf } from './read.js';
import { type Judge, type SharedOrigin, SharedJudges } from './shared-judges.js';
import { unlessTooComplex } from './unless-too-complex.js';

/** `unevaluated…` asks what the schemas around looked at; such a schema is judged as a whole. */
const LOOKS_AROUND = '"unevaluated';
let shared: SharedJudges | undefined;

/**
 * The validator the gateway runs, compiled definition by definition when an event comes to one.
 * For one event most of a large schema is never looked at, and compiling is what costs. Schemas
 * share the definitions that say the same in both.
 */
export class JudgeByParts {
  readonly #shared: SharedJudges;
  readonly #judges = new Map<string, Judge>();

  private constructor(
    private readonly dialect: OneDialect,
    parts: ReadonlyMap<string, Part>,
  ) {
    shared ??= new SharedJudges();
    this.#shared = shared;
    this.#find(parts);
  }

  /** `undefined` for a schema that is judged as a whole or not at all. */
  static of(schema: ReadSchema): JudgeByParts | undefined {
    return unlessTooComplex(() => {
      const dialect = inOneDialect(rootOf(schema).documents);
      const parts = cutParts(dialect);
      const isWhole = parts.values().some(({ text }) => text.includes(LOOKS_AROUND));
      return isWhole ? undefined : new JudgeByParts(dialect, parts);
    });
  }

  /** Nothing that was compiled before is used again. For measuring. */
  static forget(): void {
    shared = undefined;
  }

  /** Throws where there is no opinion: a part does not compile, or judging takes too long. */
  isValid(event: unknown): boolean {
    return this.#judge(event).length === 0;
  }

  /** As `isValid`, with the reasons. */
  violations(event: unknown): readonly Violation[] {
    const violations = explainErrors(this.#judge(event), this.#origins);
    return violations.slice(0, limits.violationsPerEvent.value);
  }

  #judge(event: unknown): readonly ErrorObject[] {
    this.#shared.budget.refill();
    const judge = this.#judges.get('');
    invariant(judge, 'the root is a part');
    judge(event);
    return judge.errors ?? [];
  }

  #find(parts: ReadonlyMap<string, Part>): void {
    const keys = meanings(parts);
    const links: (() => void)[] = [];
    for (const [name, part] of parts) {
      const key = keys.get(name);
      invariant(key !== undefined, 'every part has a meaning');
      const known = this.#shared.find(key);
      const references = new Map<string, Judge>();
      this.#judges.set(name, known ?? this.#keep(key, part, references));
      if (!known) links.push(() => this.#link(part, references));
    }
    for (const link of links) link();
  }

  #keep(key: string, part: Part, references: ReadonlyMap<string, Judge>): Judge {
    const { schema, text, origins } = part;
    for (const [copy, origin] of origins) this.#shared.origins.set(copy, lightened(origin));
    return this.#shared.keep(key, text.length, { schema, references });
  }

  #link(part: Part, references: Map<string, Judge>): void {
    for (const [reference, name] of part.references) {
      const judge = this.#judges.get(name);
      invariant(judge, 'a reference of one dialect leads to a definition');
      references.set(reference, judge);
    }
  }

  /** Where a schema stands in this text; a shared part stands at the same place in each. */
  get #origins(): Origins {
    const { origins } = this.dialect;
    const places = new Map([...origins.values()].map(({ place }) => [place.document.name, place]));
    return {
      get: (schema) => {
        const origin = this.#shared.origins.get(schema);
        const place = origin && places.get(origin.document);
        invariant(place, 'a part says the same of the same documents');
        const { renamed, pointer } = origin;
        return { renamed, place: { ...place, pointer, schema: origin.schema } };
      },
    };
  }
}

function lightened({ place, renamed }: Origin): SharedOrigin {
  const { document, pointer, schema } = place;
  const reference = isJsonObject(schema) ? schema.$ref : undefined;
  return {
    renamed,
    document: document.name,
    pointer,
    schema: reference === undefined ? {} : { $ref: reference },
  };
}
