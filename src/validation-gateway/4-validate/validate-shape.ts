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
  const refusal = checkUndeclared(journey);
  noteDeprecated(journey);
  return refusal;
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

function noteDeprecated({ promise, value, notes, nowMs }: Journey): void {
  for (const { pointer, sentence } of deprecatedFieldsIn(promise, value, nowMs))
    notes.push({ code: 'DEPRECATED_FIELD', pointer, message: sentence });
}
