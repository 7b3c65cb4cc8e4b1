import { limits } from '#kernel';
import type { Violation as SchemaViolation } from '#schema';
import { bothWays } from '../both-ways.js';
import type { EventValue } from '../event-value.js';
import type { Journey, Stage } from '../journey.js';
import { onceForEach } from '../once-for-each.js';
import { producerOf } from '../producer-of.js';
import { type Check, refuse, type Refusal, type Violation } from '../verdict.js';
import { deprecatedFieldsIn, hasDeprecatedFields } from './deprecated-fields.js';
import { undeclaredFieldsIn } from './undeclared-fields.js';

const SCHEMA = bothWays('schema');
const UNDECLARED = bothWays('undeclared');

/** The checks of an event that has the form, as its contract looks at what is undeclared or not. */
export const wellFormed = (isOpen: boolean): readonly Check[] =>
  isOpen ? [SCHEMA.passed] : [SCHEMA.passed, UNDECLARED.passed];

/**
 * Does the event have the promised form? Bytes first: most events are proven by them, and no value is
 * ever made. Tombstones have no form: the guards judge them.
 */
export const validateShape: Stage = (journey) => {
  const { payload, promise, checks } = journey;
  if (!payload) return undefined;
  const isOpen = promise.contract.undeclared === 'allow';
  const isProven = payload.isProvenByBytes(isOpen);
  const refusal = isProven ? undefined : offenceOf(journey, payload);
  if (refusal && !refusal.isShape) return refusal.refusal;
  checks.push(refusal ? SCHEMA.failed : SCHEMA.passed);
  if (refusal) return refusal.refusal;
  const undeclared = isOpen ? undefined : checkUndeclared(journey, payload, isProven);
  return checkDeprecated(journey, payload) ?? undeclared;
};

interface Offence {
  readonly refusal: Refusal;
  readonly isShape: boolean;
}

/** Why the bytes are no event of the schema: nobody may read them, or they say something else. */
function offenceOf(journey: Journey, payload: EventValue): Offence | undefined {
  const fault = payload.fault();
  if (fault) return { refusal: fault, isShape: false };
  if (payload.isRefusedUnexplained() && !mayBeExplained(journey)) return UNEXPLAINED;
  const read = payload.read();
  return read.ok ? undefined : shapeOffence(read.error);
}

const { value: PER_SECOND } = limits.reasonsPerSecond;
const UNEXPLAINED: Offence = {
  refusal: refuse('SCHEMA_VIOLATION', {
    message: `The event breaks its schema. Where was not looked for, since more than ${PER_SECOND} events of this producer were refused within a second: send it once more later, or with ?dryRun=true, to hear every place.`,
  }),
  isShape: true,
};

/** To find every place takes longer than to find that there is one, so no producer has it done without end. */
function mayBeExplained({ event, promise, rates, elapsedMs }: Journey): boolean {
  if (event.door === 'dry-run' || event.isKept) return true;
  const counted = { contract: promise.ref.id, producer: producerOf(event), text: 'reasons' };
  return rates.take({ ...counted, rate: { events: PER_SECOND, perMs: 1_000 } }, elapsedMs) === 0;
}

/** Of a value that was refused before the same is found, and then the same is said of it. */
const shapeOffence = onceForEach((found: readonly SchemaViolation[]): Offence => {
  const violations = asViolations(found);
  const [first] = violations;
  const reason = UNREADABLE.has(first?.code ?? '') ? 'NOT_DECODABLE' : 'SCHEMA_VIOLATION';
  const place = first && { pointer: first.pointer, message: first.message };
  return { refusal: refuse(reason, place, violations), isShape: true };
});

const asViolations = (found: readonly SchemaViolation[]): readonly Violation[] =>
  found.map(({ pointer, keyword, message }) => ({ code: keyword, pointer, message }));

/** What decoders of binary forms say of bytes that are none. */
const UNREADABLE = new Set(['malformed', 'too-large']);

function checkUndeclared(
  { promise, notes, checks }: Journey,
  payload: EventValue,
  isProven: boolean,
) {
  const pointers = isProven ? NONE : undeclaredFieldsIn(payload);
  const found = pointers.map((pointer): Violation => ({
    code: 'UNDECLARED_FIELD',
    pointer,
    message: `No schema of the contract declares the field ${pointer}.`,
  }));
  const [first] = found;
  checks.push(first ? UNDECLARED.failed : UNDECLARED.passed);
  if (!first) return undefined;
  if (promise.contract.undeclared === 'refuse') return refuse('UNDECLARED_FIELD', first, found);
  notes.push(...found);
  return undefined;
}
const NONE: readonly string[] = [];

/** A deprecated field is told of; past its sunset nobody reads it, and it is refused. */
function checkDeprecated({ promise, notes, nowMs }: Journey, payload: EventValue) {
  if (!hasDeprecatedFields(promise)) return undefined;
  const found = deprecatedFieldsIn(promise, payload.get(), nowMs);
  const ended = found
    .filter(({ sunsetMs }) => sunsetMs <= nowMs)
    .map(({ pointer, sentence }) => ({ code: 'FIELD_SUNSET', pointer, message: sentence }));
  for (const { pointer, sentence } of found)
    notes.push({ code: 'DEPRECATED_FIELD', pointer, message: sentence });
  const [first] = ended;
  return first && refuse('FIELD_SUNSET', first, ended);
}
