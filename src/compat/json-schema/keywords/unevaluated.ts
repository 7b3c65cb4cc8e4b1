import type { Formula, KeySet } from '../formula.js';
import { keySetKey } from '../formula.js';
import type { Formulas } from '../formulas.js';
import { isArray, isObject, type Json, TYPE } from '../json.js';
import type { Scope } from '../scope.js';
import { everyItem } from './arrays.js';
import { dynamicTarget, recursiveTarget, referenceTarget } from './in-place.js';
import { type KeywordRow, objectIn, row } from './keyword-row.js';
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

const coverageKey = ({ isAll, keys, prefix, containing }: Outcome): string => {
  if (isAll) return 'all';
  const formulas = containing.map(({ id }) => id).sort((a, b) => a - b);
  return `${keys.map(keySetKey).sort().join()};${prefix};${formulas.join()}`;
};

const inside = (scope: Scope, ...steps: readonly (string | number)[]): Scope =>
  scope.at(scope.library.inside(scope.place, ...steps));

class Outcomes {
  constructor(
    private readonly formulas: Formulas,
    private readonly kind: Kind,
  ) {}

  /** Outcomes of a schema that is known to hold. */
  of(scope: Scope, isOutermost: boolean, depth = 0): readonly Outcome[] {
    if (!isObject(scope.place.schema)) return [this.#certain(NOTHING)];
    if (depth > REFERENCES_DEEP) return scope.refuse('references nest too deeply', 'unevaluated');
    let outcomes: readonly Outcome[] = [this.#certain(this.#own(scope, isOutermost))];
    for (const keyword of scope.schema.keys()) {
      for (const alternatives of this.#applicator(scope, keyword, depth + 1)) {
        outcomes = this.#product(outcomes, alternatives);
        if (outcomes.length > OUTCOMES_MAX) {
          return scope.refuse(`more than ${OUTCOMES_MAX} ways to evaluate a value`, keyword);
        }
      }
    }
    return outcomes;
  }

  #certain(coverage: Omit<Outcome, 'condition'>): Outcome {
    return { condition: this.formulas.true, ...coverage };
  }

  #own(scope: Scope, isOutermost: boolean): Omit<Outcome, 'condition'> {
    const { schema } = scope;
    if (this.kind === 'properties') {
      const isAll =
        schema.has('additionalProperties') || (!isOutermost && schema.has('unevaluatedProperties'));
      return { ...NOTHING, isAll, keys: declaredKeys(schema) };
    }
    const isModern = scope.draft === 2020;
    const tuple = schema.get(isModern ? 'prefixItems' : 'items');
    const hasRest =
      schema.has('items') && (isModern || !isArray(tuple) || schema.has('additionalItems'));
    return {
      ...NOTHING,
      isAll: hasRest || (!isOutermost && schema.has('unevaluatedItems')),
      prefix: isArray(tuple) ? tuple.length : 0,
      containing: isModern && schema.has('contains') ? [scope.part('contains')] : [],
    };
  }

  /** The alternatives a keyword adds; each list is one independent choice. */
  #applicator(scope: Scope, keyword: string, depth: number): (readonly Outcome[])[] {
    const value = scope.schema.get(keyword) as Json;
    const indices = isArray(value) ? [...value.keys()] : [];
    const held = (index: number) => this.#when(scope, [keyword, index], depth);
    switch (keyword) {
      case '$ref':
        return [this.of(scope.at(referenceTarget(scope, value, keyword)), false, depth)];
      case '$dynamicRef':
        return [this.of(scope.at(dynamicTarget(scope, value, keyword)), false, depth)];
      case '$recursiveRef':
        return [this.of(scope.at(recursiveTarget(scope, value, keyword)), false, depth)];
      case 'allOf':
        return indices.map((index) => this.of(inside(scope, keyword, index), false, depth));
      case 'anyOf':
        return indices.map((index) => [this.#certain(NOTHING), ...held(index)]);
      case 'oneOf':
        return [indices.flatMap(held)];
      case 'if':
        return [this.#condition(scope, depth)];
      case 'dependentSchemas':
      case 'dependencies':
        return [...objectIn(scope, value, keyword).keys()].map((name) =>
          this.#dependency(scope, [keyword, name], depth),
        );
      default:
        return [];
    }
  }

  #when(scope: Scope, steps: readonly (string | number)[], depth: number): readonly Outcome[] {
    return this.#given(scope.inPlace(...steps), this.of(inside(scope, ...steps), false, depth));
  }

  #condition(scope: Scope, depth: number): readonly Outcome[] {
    const test = scope.inPlace('if');
    const branch = (keyword: string) =>
      scope.schema.has(keyword)
        ? this.of(inside(scope, keyword), false, depth)
        : [this.#certain(NOTHING)];
    const passed = this.#product(this.of(inside(scope, 'if'), false, depth), branch('then'));
    return [...this.#given(test, passed), ...this.#given(this.formulas.not(test), branch('else'))];
  }

  #dependency(scope: Scope, steps: readonly [string, string], depth: number): readonly Outcome[] {
    const inner = inside(scope, ...steps);
    if (isArray(inner.place.schema)) return [this.#certain(NOTHING)];
    const present = this.formulas.strictly(TYPE.object, {
      is: 'some-value',
      keys: { of: 'name', name: steps[1] },
      formula: this.formulas.true,
    });
    return [this.#certain(NOTHING), ...this.#given(present, this.of(inner, false, depth))];
  }

  #given(condition: Formula, outcomes: readonly Outcome[]): readonly Outcome[] {
    return outcomes.map((outcome) => ({
      ...outcome,
      condition: this.formulas.and([condition, outcome.condition]),
    }));
  }

  /** Both choices were made; equal coverages are one outcome with either condition. */
  #product(left: readonly Outcome[], right: readonly Outcome[]): readonly Outcome[] {
    const merged = new Map<string, Outcome>();
    for (const a of left) {
      for (const b of right) {
        const both = this.#together(a, b);
        const key = coverageKey(both);
        const conditions = [merged.get(key)?.condition, both.condition].filter(
          (condition) => condition !== undefined,
        );
        merged.set(key, { ...both, condition: this.formulas.or(conditions) });
      }
    }
    return [...merged.values()];
  }

  #together(a: Outcome, b: Outcome): Outcome {
    const keys = new Map([...a.keys, ...b.keys].map((set) => [keySetKey(set), set]));
    return {
      condition: this.formulas.and([a.condition, b.condition]),
      isAll: a.isAll || b.isAll,
      keys: [...keys.values()],
      prefix: Math.max(a.prefix, b.prefix),
      containing: [...new Set([...a.containing, ...b.containing])],
    };
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
    const outcomes = new Outcomes(formulas, kind).of(scope, true);
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
