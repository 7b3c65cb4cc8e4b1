import { limits } from '#kernel';
import { appendPointer } from '#schema';
import type { PreparedSchema } from '../contract-in-force.js';
import type { EventValue } from '../event-value.js';
import { onceForEach } from '../once-for-each.js';
import { ANYTHING, DeclaredFields, type DeclaredPlace } from './declared-fields.js';

const fieldsOf = onceForEach(({ schema }: PreparedSchema) => new DeclaredFields(schema));

type ReadValue = Pick<EventValue, 'read' | 'prepared'>;

/** Pointers of the members no schema of the contract declares, the first ones only. */
export function undeclaredFieldsIn(payload: ReadValue): readonly string[] {
  const { prepared } = payload;
  const read = payload.read();
  if (!read.ok) return NONE;
  const { value, undeclared } = read.value;
  // Binary forms know no other field than declared ones, or tell by themselves.
  if (prepared.schema.source.type !== 'JSON')
    return undeclared.slice(0, limits.violationsPerEvent.value);
  const fields = fieldsOf(prepared);
  if (isDeclared(value, fields.root)) return NONE;
  const found: string[] = [];
  collect(value, fields.root, { pointer: () => '', found });
  return found;
}

const NONE: readonly string[] = [];

/** The question nearly every event answers with yes: no pointer is built for it. */
function isDeclared(value: unknown, place: DeclaredPlace): boolean {
  if (typeof value !== 'object' || value === null || place === ANYTHING) return true;
  if (Array.isArray(value)) return value.every((each, i) => isDeclared(each, place.element(i)));
  for (const name in value) {
    const inner = place.member(name);
    if (!inner || !isDeclared((value as Record<string, unknown>)[name], inner)) return false;
  }
  return true;
}

interface Walk {
  /** Built only where something is found. */
  readonly pointer: () => string;
  readonly found: string[];
}

/** Recursion is bounded: nothing deeper than `eventDepth` gets here. */
function collect(value: unknown, place: DeclaredPlace, walk: Walk): void {
  if (typeof value !== 'object' || value === null || place === ANYTHING) return;
  if (Array.isArray(value)) {
    value.forEach((each, i) => collect(each, place.element(i), below(walk, i)));
    return;
  }
  for (const name of Object.keys(value)) {
    if (walk.found.length >= limits.violationsPerEvent.value) return;
    const inner = place.member(name);
    if (inner) collect((value as Record<string, unknown>)[name], inner, below(walk, name));
    else walk.found.push(appendPointer(walk.pointer(), name));
  }
}

const below = ({ pointer, found }: Walk, token: string | number): Walk => ({
  pointer: () => appendPointer(pointer(), token),
  found,
});
