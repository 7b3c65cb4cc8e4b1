import type { Draft } from './drafts.js';
import type { DynamicScope } from './dynamic-scope.js';
import type { Formula } from './formula.js';
import type { Formulas } from './formulas.js';
import type { JsonObject } from './json.js';
import type { Library, Place } from './library.js';

/** One schema object being compiled, as its keywords see it. */
export interface Scope {
  readonly formulas: Formulas;
  readonly library: Library;
  readonly place: Place;
  readonly schema: JsonObject;
  readonly draft: Draft;
  /** A schema about the same value: `allOf`, `if`, `$ref` … */
  inPlace(...steps: readonly (string | number)[]): Formula;
  /** A schema about a part of the value: `properties`, `items` … */
  part(...steps: readonly (string | number)[]): Formula;
  /** What a `$ref` text means here. */
  resolve(reference: string): Place;
  target(place: Place): Formula;
  /** The same view of another schema, entered from this one. */
  at(place: Place): Scope;
  /** What `$dynamicRef` and `$recursiveRef` mean here, by anchor. */
  readonly dynamic: DynamicScope;
  /** Stops this schema as undecidable, naming the keyword. */
  refuse(reason: string, keyword: string): never;
}
