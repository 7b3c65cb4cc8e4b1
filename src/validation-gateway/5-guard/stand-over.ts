import { isLosslessNumber, LosslessNumber, parse, stringify } from 'lossless-json';
import { type Contract, joinVectorClocks, readVectorClock, versionOf } from '#contract';
import type { EntityState } from '#event-log';
import { fail, ok, type Result } from '#kernel';
import { parsePointer } from '#schema';
import type { ArrivedEvent } from '../event.js';

/** What stands, as a person names it who decides: a version, or where writers count their writes a clock. */
export const standing = (semantics: Contract['semantics'], known: EntityState): string =>
  semantics.conflict?.policy === 'vector-clock' ? (known.clock ?? '') : String(known.version ?? '');

/** Whether the contract leaves it to a person which of two writes stands. */
export const isDecidedByPeople = ({ conflict }: Contract['semantics']): boolean =>
  conflict?.policy === 'review' || conflict?.policy === 'vector-clock';

/**
 * The event as it has to read to stand after what is known: its version is the next one, its clock knows
 * of both, and what stood is its cause (CloudEvents Correlation). Pure; fails with the reason where its
 * version cannot be written.
 */
export function standOver(
  event: ArrivedEvent,
  { schema, semantics }: Contract,
  known: EntityState,
): Result<ArrivedEvent, string> {
  const attributes = new Map(event.context?.attributes);
  if (known.eventId !== undefined) attributes.set('causationid', known.eventId);
  const clock = joined(attributes.get('entityclock'), known.clock);
  if (semantics.conflict?.policy === 'vector-clock' && clock !== undefined)
    attributes.set('entityclock', clock);
  const next = known.version === undefined ? undefined : known.version + 1n;
  const place = semantics.entity?.version;
  const said = event.context && { ...event, context: { ...event.context, attributes } };
  if (place === undefined || next === undefined) return ok(said ?? event);
  if (said && (place.startsWith('@') || event.value === null)) {
    attributes.set('entityversion', String(next));
    return ok(said);
  }
  if (schema.type !== 'JSON' || event.value === null)
    return fail(`its version is inside of ${schema.type} bytes`);
  const value = rewritten(event.value, place, next);
  return value ? ok({ ...(said ?? event), value }) : fail(`nothing stands at ${place}`);
}

function joined(mine: string | undefined, theirs: string | undefined): string | undefined {
  const [a, b] = [mine, theirs].map((text) => text && readVectorClock(text));
  return a && b ? joinVectorClocks(a, b) : mine;
}

/** Confluent's: a zero byte, which no JSON begins with, and the id of a schema. */
const FRAME_BYTES = 5;

/** The bytes with another version: numbers keep all their digits, and a version that is a text stays one. */
function rewritten(bytes: Buffer, place: string, version: bigint): Buffer | undefined {
  const frame = bytes.subarray(0, bytes[0] === 0 ? FRAME_BYTES : 0);
  const whole = parse(bytes.toString('utf8', frame.length));
  const names = parsePointer(place) ?? [];
  const last = names.at(-1);
  const parent = names
    .slice(0, -1)
    .reduce<unknown>((inside, name) => (isBranch(inside) ? inside[name] : undefined), whole);
  if (last === undefined || !isBranch(parent)) return undefined;
  const before = parent[last];
  if (versionOf(isLosslessNumber(before) ? Number(before.value) : before) === undefined)
    return undefined;
  const text = String(version);
  parent[last] = typeof before === 'string' ? text : new LosslessNumber(text);
  return Buffer.concat([frame, Buffer.from(stringify(whole) ?? '')]);
}

const isBranch = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
