import { type FoundFault } from '../found-fault.js';
import { type JsonObject } from '../json.js';
import { type Draft } from './drafts.js';
import { metaSchemaErrors } from './meta-schemas.js';

/** What the draft's own schema says, the deepest places first: they name the cause. */
export function againstMetaSchema(
  root: JsonObject,
  draft: Draft,
): readonly Omit<FoundFault, 'document'>[] {
  const errors = metaSchemaErrors(root, draft).filter(
    ({ keyword }) => !['allOf', 'anyOf', 'if', '$ref'].includes(keyword),
  );
  // Of several errors in one place the one that lists what is allowed helps most.
  errors.sort((a, b) => Number('allowedValues' in a.params) - Number('allowedValues' in b.params));
  const byPointer = new Map(errors.map((error) => [error.instancePath, error]));
  return [...byPointer.values()].map(({ instancePath, message, params }) => {
    const { allowedValues: allowed } = params as { allowedValues?: readonly string[] };
    const words = allowed ? `must be one of ${allowed.join(', ')}` : String(message);
    return {
      code: 'SCHEMA_INVALID',
      pointer: instancePath,
      message: `By the rules of ${draft.name} this ${words}. Correct it, or name another draft in "$schema".`,
    };
  });
}
