import { appendPointer } from '#schema';
import type { Contract, Semantics } from '../contract.js';
import type { ContractFault } from '../contract-fault.js';
import { compileJoin } from './compile-join.js';
import { ALL_OTHERS, CEL } from './merge-operators.js';

const MERGE = '/semantics/conflict/merge';

/** The fields a contract names an operator for, with the place where it does. */
export const mergeFields = ({
  conflict,
}: Semantics): readonly { field: string; operator: string; pointer: string }[] =>
  Object.entries(conflict?.merge ?? {})
    .filter(([field]) => field !== ALL_OTHERS)
    .map(([field, operator]) => ({ field, operator, pointer: appendPointer(MERGE, field) }));

/** Merges nobody could carry out, told from the document alone. */
export function* mergeFaults(contract: Contract): Generator<ContractFault> {
  const { schema, semantics } = contract;
  const { conflict, entity, transitions } = semantics;
  if (conflict?.merge && conflict.policy !== 'merge')
    yield {
      code: 'MERGE_WITHOUT_POLICY',
      pointer: MERGE,
      message: `Fields are merged under the policy "merge" only, and this one is "${conflict.policy}". Change the policy, or remove merge.`,
    };
  if (conflict?.policy !== 'merge') return;
  if (schema.type !== 'JSON')
    yield {
      code: 'MERGE_LANGUAGE',
      pointer: '/semantics/conflict/policy',
      message:
        'Merged events are written anew, which is done for JSON Schema contracts only. Use json-schema, or another policy.',
    };
  if (transitions || (entity?.gap !== undefined && entity.gap !== 'allow'))
    yield {
      code: 'MERGE_CONTRADICTED',
      pointer: transitions ? '/semantics/transitions' : '/semantics/entity/gap',
      message: `Writes that are merged may come in any order, and ${transitions ? 'transitions' : 'a gap policy'} asks for one. Remove it, or use another conflict policy.`,
    };
  yield* overlaps(semantics);
  yield* expressions(semantics);
}

function* overlaps(semantics: Semantics): Generator<ContractFault> {
  const named = mergeFields(semantics);
  for (const { field, pointer } of named) {
    const outer = named.find((each) => field.startsWith(`${each.field}/`));
    if (outer)
      yield {
        code: 'MERGE_FIELDS_OVERLAP',
        pointer,
        message: `${field} is inside of ${outer.field}, which is merged as a whole. Keep one of the two.`,
      };
  }
}

function* expressions({ conflict }: Semantics): Generator<ContractFault> {
  for (const [field, operator] of Object.entries(conflict?.merge ?? {})) {
    if (!operator.startsWith(CEL)) continue;
    const compiled = compileJoin(operator.slice(CEL.length));
    if (compiled.ok) continue;
    const { message, line, column } = compiled.error;
    yield {
      code: 'MERGE_INVALID',
      pointer: appendPointer(MERGE, field),
      message: `The merge of ${field} is not CEL at its line ${line}, column ${column}: ${message} Correct the expression.`,
    };
  }
}
