import type { Json } from '#schema';
import type { Semantics } from '../contract.js';
import { compileJoin } from './compile-join.js';
import {
  ALL_OTHERS,
  CEL,
  DEFAULT_OPERATOR,
  isMergeOperator,
  type Leaf,
  type MergeOperator,
  mergeOperators,
} from './merge-operators.js';

/** How each field of a contract is merged, compiled once. */
export interface MergePlan {
  readonly fields: ReadonlyMap<string, MergeOperator>;
  readonly others: MergeOperator;
  /** The version of the entity is given by whoever merges, so it is no part of the state. */
  readonly version: string | undefined;
}

/** An expression that cannot say what becomes of two values. */
export class NotMergeable extends Error {}

const plans = new WeakMap<Semantics, MergePlan>();

export function mergePlan(semantics: Semantics): MergePlan {
  let plan = plans.get(semantics);
  if (!plan) plans.set(semantics, (plan = planOf(semantics)));
  return plan;
}

/** Whether any field is settled by who wrote last or first, so that every event brings a clock. */
export const mergesByClock = ({ conflict }: Semantics): boolean =>
  conflict?.policy === 'merge' &&
  Object.values({ [ALL_OTHERS]: DEFAULT_OPERATOR, ...conflict.merge }).some(
    (name) => isMergeOperator(name) && mergeOperators[name].isByClock,
  );

function planOf({ conflict, entity }: Semantics): MergePlan {
  const { [ALL_OTHERS]: others = DEFAULT_OPERATOR, ...fields } = conflict?.merge ?? {};
  const operators = Object.entries(fields).map(
    ([pointer, name]) => [pointer, operatorOf(name)] as const,
  );
  const version = entity?.version?.startsWith('/') ? entity.version : undefined;
  return { fields: new Map(operators), others: operatorOf(others), version };
}

function operatorOf(name: string): MergeOperator {
  if (isMergeOperator(name)) return mergeOperators[name];
  const join = compileJoin(name.slice(CEL.length));
  return {
    what: name,
    isByClock: false,
    join: (a: Leaf, b: Leaf): Leaf => {
      const made: { value: Json } | { why: string } = join.ok
        ? join.value(a.value, b.value)
        : { why: join.error.message };
      if ('why' in made) throw new NotMergeable(made.why);
      return { value: made.value };
    },
  };
}
