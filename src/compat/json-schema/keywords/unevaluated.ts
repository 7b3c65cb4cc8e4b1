import type { Formula, KeySet } from '../formula.js';
import { keySetKey } from '../formula.js';
import { isArray, isObject, type Json, type JsonObject, TYPE } from '../json.js';
import type { Place } from '../library.js';
import type { Scope } from '../scope.js';
import { everyItem } from './arrays.js';
import { dynamicTarget, recursiveTarget, referenceTarget } from './in-place.js';
import { type KeywordRow, row } from './keyword-row.js';
import { declaredKeys, everyValue } from './objects.js';

/**
 * `unevaluated*` speaks about what no *succeeding* schema in the same place has looked at. So we
 * list which sets of schemas may succeed and what each set has looked at. It is enough to ask that
 * the listed ones do succeed: if more of them do, less is left and the demand only weakens.
 * The list is exponential in general (no rewriting can avoid that), hence the cap.
 */
const OUTCOMES_MAX = 64;
const REFERENCES_DEEP = 32;

type Kind = 'properties' | 'items';

/** Given that the condition holds, this much has been looked at. */
interface Outcome {
  readonly condition: Formula;
  readonly isAll: boolean;
  readonly keys: readonly KeySet[];
  /** Items before this index. */
  readonly prefix: number;
  /** Items that satisfy one of these (`contains`, 2020-12). */
  readonly containing: readonly Formula[];
}

const NOTHING = { isAll: false, keys: [], prefix: 0, containing: [] } as const;

const coverageKey = ({ isAll, keys, prefix, containing }: Outcome): string =>
  isAll
    ? 'all'
    : `${keys.map(keySetKey).sort().join()};${prefix};${containing
        .map(({ id }) => id)
        .sort()
        .join()}`;

class Outcomes {
  constructor(
    private readonly scope: Scope,
    private readonly kind: Kind,
  ) {}

  /** Outcomes of a schema that is known to hold. */
  of(place: Place, isOutermost: boolean, depth = 0): readonly Outcome[] {
    const { schema } = place;
    if (!isObject(schema)) return [this.#certain(NOTHING)];
    if (depth > REFERENCES_DEEP)
      return this.scope.refuse('references nest too deeply', 'unevaluated');
    let outcomes: readonly Outcome[] = [this.#certain(this.#own(place, schema, isOutermost))];
    for (const [keyword, value] of schema) {
      for (const alternatives of this.#applicator(place, { keyword, value, depth: depth + 1 })) {
        outcomes = this.#product(outcomes, alternatives);
      }
    }
    return outcomes;
  }

  #certain(coverage: Omit<Outcome, 'condition'>): Outcome {
    return { condition: this.scope.formulas.true, ...coverage };
  }

  #own(place: Place, schema: JsonObject, isOutermost: boolean): Omit<Outcome, 'condition'> {
    if (this.kind === 'properties') {
      const isAll =
        schema.has('additionalProperties') || (!isOutermost && schema.has('unevaluatedProperties'));
      return { ...NOTHING, isAll, keys: declaredKeys(schema) };
    }
    const isModern = place.resource.draft === 2020;
    const tuple = schema.get(isModern ? 'prefixItems' : 'items');
    const prefix = isArray(tuple) ? tuple.length : 0;
    const hasRest = isModern
      ? schema.has('items')
      : schema.has('items') && (prefix === 0 || schema.has('additionalItems'));
    const isAll = hasRest || (!isOutermost && schema.has('unevaluatedItems'));
    const containing = isModern && schema.has('contains') ? [this.#formula(place, 'contains')] : [];
    return { ...NOTHING, isAll, prefix, containing };
  }

  /** The alternatives a keyword adds; each list is one independent choice. */
  #applicator(
    place: Place,
    at: { keyword: string; value: Json; depth: number },
  ): (readonly Outcome[])[] {
    const { keyword, value, depth } = at;
    const indices = isArray(value) ? [...value.keys()] : [];
    const held = (index: number) => this.#when(place, [keyword, index], depth);
    switch (keyword) {
      case '$ref':
        return [this.of(referenceTarget({ ...this.scope, place }, value, keyword), false, depth)];
      case '$dynamicRef':
        return [this.of(dynamicTarget({ ...this.scope, place }, value, keyword), false, depth)];
      case '$recursiveRef':
        return [this.of(recursiveTarget({ ...this.scope, place }, value, keyword), false, depth)];
      case 'allOf':
        return indices.map((index) => this.of(this.#inside(place, keyword, index), false, depth));
      case 'anyOf':
        return indices.map((index) => [this.#certain(NOTHING), ...held(index)]);
      case 'oneOf':
        return [indices.flatMap(held)];
      case 'if':
        return [this.#condition(place, depth)];
      case 'dependentSchemas':
      case 'dependencies':
        return isObject(value)
          ? [...value.keys()].map((name) => this.#dependency(place, [keyword, name], depth))
          : [];
      default:
        return [];
    }
  }

  #when(place: Place, steps: readonly (string | number)[], depth: number): readonly Outcome[] {
    const inner = this.#inside(place, ...steps);
    return this.#given(this.scope.target(inner), this.of(inner, false, depth));
  }

  #condition(place: Place, depth: number): readonly Outcome[] {
    const { formulas } = this.scope;
    const schema = place.schema as JsonObject;
    const test = this.#formula(place, 'if');
    const branch = (keyword: string) =>
      schema.has(keyword)
        ? this.of(this.#inside(place, keyword), false, depth)
        : [this.#certain(NOTHING)];
    const passed = this.#product(this.of(this.#inside(place, 'if'), false, depth), branch('then'));
    return [...this.#given(test, passed), ...this.#given(formulas.not(test), branch('else'))];
  }

  #dependency(place: Place, steps: readonly [string, string], depth: number): readonly Outcome[] {
    const inner = this.#inside(place, ...steps);
    if (isArray(inner.schema)) return [this.#certain(NOTHING)];
    const { formulas } = this.scope;
    const present = formulas.strictly(TYPE.object, {
      is: 'some-value',
      keys: { of: 'name', name: steps[1] },
      formula: formulas.true,
    });
    return [this.#certain(NOTHING), ...this.#given(present, this.of(inner, false, depth))];
  }

  #given(condition: Formula, outcomes: readonly Outcome[]): readonly Outcome[] {
    const { formulas } = this.scope;
    return outcomes.map((outcome) => ({
      ...outcome,
      condition: formulas.and([condition, outcome.condition]),
    }));
  }

  /** Both choices were made; equal coverages are one outcome with either condition. */
  #product(left: readonly Outcome[], right: readonly Outcome[]): readonly Outcome[] {
    const { formulas } = this.scope;
    const merged = new Map<string, Outcome>();
    for (const a of left) {
      for (const b of right) {
        const both = this.#together(a, b);
        const key = coverageKey(both);
        const known = merged.get(key);
        merged.set(
          key,
          known ? { ...known, condition: formulas.or([known.condition, both.condition]) } : both,
        );
      }
    }
    if (merged.size > OUTCOMES_MAX) {
      return this.scope.refuse(
        `more than ${OUTCOMES_MAX} ways to evaluate a value`,
        `unevaluated${this.kind === 'items' ? 'Items' : 'Properties'}`,
      );
    }
    return [...merged.values()];
  }

  #together(a: Outcome, b: Outcome): Outcome {
    const keys = new Map([...a.keys, ...b.keys].map((keys) => [keySetKey(keys), keys]));
    return {
      condition: this.scope.formulas.and([a.condition, b.condition]),
      isAll: a.isAll || b.isAll,
      keys: [...keys.values()],
      prefix: Math.max(a.prefix, b.prefix),
      containing: [...new Set([...a.containing, ...b.containing])],
    };
  }

  #inside(place: Place, ...steps: readonly (string | number)[]): Place {
    return this.scope.library.inside(place, ...steps);
  }

  #formula(place: Place, keyword: string): Formula {
    return this.scope.target(this.#inside(place, keyword));
  }
}

const unevaluated = (
  kind: Kind,
  restOf: (scope: Scope, outcome: Outcome, rest: Formula) => Formula,
) =>
  row((scope, _value, name) => {
    const { formulas } = scope;
    const rest = scope.part(name);
    if (rest === formulas.true) return formulas.true;
    const outcomes = new Outcomes(scope, kind).of(scope.place, true);
    return formulas.or(
      outcomes.map((outcome) =>
        formulas.and([
          outcome.condition,
          outcome.isAll ? formulas.true : restOf(scope, outcome, rest),
        ]),
      ),
    );
  }, 2019);

export const unevaluatedKeywords: Readonly<Record<string, KeywordRow>> = {
  unevaluatedProperties: unevaluated('properties', (scope, { keys }, rest) =>
    everyValue(scope, { of: 'except', sets: keys }, rest),
  ),
  unevaluatedItems: unevaluated('items', (scope, { prefix, containing }, rest) =>
    everyItem(scope, prefix, Infinity, scope.formulas.or([...containing, rest])),
  ),
};
