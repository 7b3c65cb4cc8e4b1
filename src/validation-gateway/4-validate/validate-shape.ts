import type { Journey, Stage } from '../journey.js';
import { refuse, type Violation } from '../verdict.js';
import { deprecatedFieldsIn } from './deprecated-fields.js';
import { undeclaredFieldsIn } from './undeclared-fields.js';

/** Does the value have the promised form? Tombstones have none: the guards judge them. */
export const validateShape: Stage = (journey) => {
  if (journey.event.value === null) return undefined;
  const prepared = journey.promise.prepared();
  if (!prepared) return refuse('CONTRACT_UNUSABLE');
  const isValid = prepared.validator.isValid(journey.value);
  journey.checks.push({ check: 'schema', passed: isValid });
  if (!isValid) return schemaViolation(prepared.validator.explain(journey.value));
  const undeclared = checkUndeclared(journey);
  return checkDeprecated(journey) ?? undeclared;
};

function schemaViolation(found: readonly { pointer: string; keyword: string; message: string }[]) {
  const violations = found.map(({ pointer, keyword, message }): Violation => ({
    code: keyword,
    pointer,
    message,
  }));
  const [first] = violations;
  return refuse(
    'SCHEMA_VIOLATION',
    { ...(first && { pointer: first.pointer, message: first.message }) },
    violations,
  );
}

function checkUndeclared({ promise, value, notes, checks }: Journey) {
  const policy = promise.contract.undeclared;
  if (policy === 'allow') return undefined;
  const found = undeclaredFieldsIn(promise, value).map((pointer): Violation => ({
    code: 'UNDECLARED_FIELD',
    pointer,
    message: `No schema of the contract declares the field ${pointer}.`,
  }));
  const [first] = found;
  checks.push({ check: 'undeclared', passed: first === undefined });
  if (!first) return undefined;
  if (policy === 'refuse') return refuse('UNDECLARED_FIELD', first, found);
  notes.push(...found);
  return undefined;
}

/** A deprecated field is told of; past its sunset nobody reads it, and it is refused. */
function checkDeprecated({ promise, value, notes, nowMs }: Journey) {
  const found = deprecatedFieldsIn(promise, value, nowMs);
  const ended = found
    .filter(({ sunsetMs }) => sunsetMs <= nowMs)
    .map(({ pointer, sentence }) => ({ code: 'FIELD_SUNSET', pointer, message: sentence }));
  for (const { pointer, sentence } of found)
    notes.push({ code: 'DEPRECATED_FIELD', pointer, message: sentence });
  const [first] = ended;
  return first && refuse('FIELD_SUNSET', first, ended);
}
