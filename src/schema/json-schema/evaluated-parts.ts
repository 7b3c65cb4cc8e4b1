import { invariant } from '#kernel';
import { isJsonObject, type JsonObject } from '../json.js';
import { type Draft } from './drafts.js';
import { type OneDialect } from './one-dialect.js';
import { type LinearPattern } from './patterns.js';

type Schema = Readonly<Record<string, unknown>>;
/** Names of an object or positions of a list that nothing has looked at yet. */
type Left = Set<string> | Set<number>;
/** Takes away what the words of one schema, without the schemas inside, look at. */
type Own = (schema: Schema, isTop: boolean) => void;

export interface Judges {
  /** Does the value fit the definition of this name? */
  readonly fits: (definition: string, value: unknown) => boolean;
  readonly pattern: (text: string) => LinearPattern;
  /** Called once per schema looked into; throws when the event has used up its steps. */
  readonly step: () => void;
}

/**
 * Which parts of an event a schema has looked at, for `unevaluatedProperties` and
 * `unevaluatedItems` (2020-12 core §11). Only schemas the event fits count, so every schema that
 * may or may not hold stands in `$defs` (`hoist-conditions.ts`) and is judged by itself.
 */
export class EvaluatedParts {
  /** Without it a chain of nested choices would be judged anew at each level: 2ⁿ times. */
  readonly #verdicts = new Map<object, Map<string, boolean>>();

  constructor(
    readonly dialect: OneDialect,
    readonly judges: Judges,
  ) {}

  /** Verdicts are about the values of one event. */
  forget(): void {
    this.#verdicts.clear();
  }

  namesLeft(top: Schema, value: JsonObject): Iterable<string> {
    const left = new Set(Object.keys(value));
    this.#collect(top, { value, left, own: this.#ownNames(left), top });
    return left;
  }

  positionsLeft(top: Schema, value: readonly unknown[]): readonly number[] {
    const left = new Set(value.keys());
    this.#collect(top, { value, left, own: this.#ownItems(left, value), top });
    return [...left];
  }

  #ownNames(left: Set<string>): Own {
    return ({ properties, patternProperties, additionalProperties, ...rest }, isTop) => {
      for (const name of Object.keys(properties ?? {})) left.delete(name);
      for (const text of Object.keys(patternProperties ?? {})) {
        const pattern = this.judges.pattern(text);
        for (const name of left) if (pattern.test(name)) left.delete(name);
      }
      const isClosed = !isTop && rest.unevaluatedProperties !== undefined;
      if (additionalProperties !== undefined || isClosed) left.clear();
    };
  }

  #ownItems(left: Set<number>, value: readonly unknown[]): Own {
    return (schema, isTop) => {
      const { prefixItems = [], items, contains, unevaluatedItems } = schema;
      for (const position of (prefixItems as readonly unknown[]).keys()) left.delete(position);
      if (items !== undefined || (!isTop && unevaluatedItems !== undefined)) left.clear();
      // In 2019-09 `contains` looks, but does not count as having looked (core §9.3.1.4).
      if (contains === undefined || this.#draftOf(schema).number < 2020) return;
      for (const position of left) if (this.#fits(contains, value[position])) left.delete(position);
    };
  }

  #draftOf(schema: Schema): Draft {
    const origin = this.dialect.origins.get(schema);
    invariant(origin, 'a schema of one dialect stands somewhere in a text');
    return origin.place.document.draft;
  }

  #collect(schema: unknown, sight: Sight): void {
    if (!isSchema(schema) || sight.left.size === 0) return;
    this.judges.step();
    sight.own(schema, schema === sight.top);
    this.#collect(this.#definition(schema), sight);
    for (const inner of listOf(schema.allOf)) this.#collect(inner, sight);
    for (const inner of [...listOf(schema.anyOf), ...listOf(schema.oneOf)])
      if (this.#fits(inner, sight.value)) this.#collect(inner, sight);
    if (schema.if !== undefined) this.#collectCondition(schema, sight);
    for (const dependents of [schema.dependentSchemas, schema.dependencies])
      for (const [name, inner] of Object.entries(dependents ?? {}))
        if (isJsonObject(sight.value) && Object.hasOwn(sight.value, name))
          this.#collect(inner, sight);
  }

  #collectCondition(schema: Schema, sight: Sight): void {
    if (!this.#fits(schema.if, sight.value)) return this.#collect(schema.else, sight);
    this.#collect(schema.if, sight);
    this.#collect(schema.then, sight);
  }

  #definition({ $ref }: Schema): unknown {
    return typeof $ref === 'string' ? this.dialect.definitions[nameOf($ref)] : undefined;
  }

  #fits(schema: unknown, value: unknown): boolean {
    if (!isSchema(schema)) return schema === true;
    const name = nameOf(String(schema.$ref));
    if (typeof value !== 'object' || value === null) return this.judges.fits(name, value);
    const known = this.#verdicts.get(value) ?? new Map<string, boolean>();
    this.#verdicts.set(value, known);
    const verdict = known.get(name) ?? this.judges.fits(name, value);
    known.set(name, verdict);
    return verdict;
  }
}

interface Sight {
  readonly value: unknown;
  readonly left: Left;
  readonly own: Own;
  /** The schema whose own `unevaluated…` asks; one further inside has looked at everything. */
  readonly top: Schema;
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const nameOf = (ref: string): string => ref.slice('#/$defs/'.length);
