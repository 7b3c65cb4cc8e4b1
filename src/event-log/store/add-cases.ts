import type { EntityManager } from 'typeorm';
import { invariant, limits } from '#kernel';
import { fingerprintOf } from '../fingerprint.js';
import { QuarantineKeys } from '../quarantine-keys.js';
import type { NewQuarantinedEvent } from '../quarantined-event.js';
import { blobOf, numbers, placeColumns, storable, texts } from './columns.js';
import { appendDeadLetters } from './dead-letters.js';
import { sealedCase, storedBytes } from './sealed-case.js';

/** Locks each topic's room. All that follows for a topic is done by one writer at a time. */
const HOLD_TOPICS = `
  INSERT INTO quarantine_topics AS held (topic)
  SELECT topic FROM unnest($1::text[]) AS wanted (topic) ORDER BY topic COLLATE "C"
  ON CONFLICT (topic) DO UPDATE SET kept_events = held.kept_events
  RETURNING topic, kept_events::float8 AS events, kept_bytes::float8 AS bytes`;

const COUNT_REPEATS = `
  WITH repeated AS (
    UPDATE quarantine AS held
       SET count = held.count + again.times, last_seen = clock_timestamp(),
           contract_version = coalesce(again.contract_version, held.contract_version),
           reasons = again.reasons
      FROM unnest($1::text[], $2::int[], $3::int[], $4::jsonb[])
             AS again (fingerprint, times, contract_version, reasons)
     WHERE held.fingerprint = decode(again.fingerprint, 'hex') AND held.state = 'open'
    RETURNING again.fingerprint, held.id)
  SELECT fingerprint, id FROM repeated`;

const INSERT_CASES = `
  INSERT INTO quarantine (id, fingerprint, topic, contract_id, contract_version, door, principal,
                          key, value, headers, event_id, source, reasons, is_kept, count,
                          sealed_by)
  SELECT id, decode(fingerprint, 'hex'), topic, contract_id, contract_version, door, principal,
         substring($1::bytea FROM key_at FOR key_bytes),
         substring($1::bytea FROM value_at FOR value_bytes),
         headers, event_id, source, reasons, is_kept, times, sealed_by
    FROM unnest($2::int[], $3::int[], $4::int[], $5::int[], $6::text[], $7::text[], $8::text[],
                $9::text[], $10::int[], $11::text[], $12::text[], $13::json[], $14::text[],
                $15::text[], $16::jsonb[], $17::boolean[], $18::int[], $19::text[])
      AS new (key_at, key_bytes, value_at, value_bytes, id, fingerprint, topic, contract_id,
              contract_version, door, principal, headers, event_id, source, reasons, is_kept,
              times, sealed_by)`;

const FILL_TOPICS = `
  UPDATE quarantine_topics AS held
     SET kept_events = held.kept_events + more.events, kept_bytes = held.kept_bytes + more.bytes
    FROM unnest($1::text[], $2::int[], $3::int[]) AS more (topic, events, bytes)
   WHERE held.topic = more.topic`;

/** One case to be: an event, how often it came in this batch, and whether there is room for it. */
interface Case {
  readonly event: NewQuarantinedEvent;
  readonly fingerprint: string;
  times: number;
}

/** @returns the id each event is kept or counted under, in the order given */
export async function addCases(
  tx: EntityManager,
  events: readonly NewQuarantinedEvent[],
  keys: QuarantineKeys,
): Promise<readonly string[]> {
  const rooms = await holdTopics(tx, events);
  const prints = events.map((event) => fingerprintOf(event));
  const wanted = folded(events.map((event, i) => ({ event, fingerprint: prints[i] ?? '' })));
  const ids = await countRepeats(tx, [...wanted.values()]);
  const fresh = [...wanted.values()].filter(({ fingerprint }) => !ids.has(fingerprint));
  const { kept = [], counted = [] } = Object.groupBy(fresh, ({ event }) =>
    takeRoom(rooms.get(event.topic), storedBytes(keys, event)) ? 'kept' : 'counted',
  );
  await insertCases(tx, kept, keys);
  for (const { event, fingerprint } of kept) ids.set(fingerprint, event.id);
  await countUnkept(tx, counted, ids);
  await fillTopics(tx, kept, keys);
  await appendDeadLetters(
    tx,
    kept.map(({ event }) => event),
  );
  return prints.map((fingerprint) => {
    const id = ids.get(fingerprint);
    invariant(id !== undefined, 'every refused event is kept or counted under some case');
    return id;
  });
}

interface Room {
  events: number;
  bytes: number;
}

async function holdTopics(
  tx: EntityManager,
  events: readonly NewQuarantinedEvent[],
): Promise<ReadonlyMap<string, Room>> {
  const topics = [...new Set(events.map(({ topic }) => topic))];
  const held = await tx.query<{ topic: string; events: number; bytes: number }[]>(HOLD_TOPICS, [
    texts(topics),
  ]);
  return new Map(
    held.map(({ topic, events: keptEvents, bytes }) => [
      topic,
      {
        events: limits.quarantineEventsPerTopic.value - keptEvents,
        bytes: limits.quarantineBytesPerTopic.value - bytes,
      },
    ]),
  );
}

function takeRoom(room: Room | undefined, bytes: number): boolean {
  if (!room || room.events < 1 || room.bytes < bytes) return false;
  room.events--;
  room.bytes -= bytes;
  return true;
}

/** One statement may not touch a row twice, so repeats within the batch are added up first. */
function folded(arrived: readonly Omit<Case, 'times'>[]): ReadonlyMap<string, Case> {
  const cases = new Map<string, Case>();
  for (const one of arrived) {
    const known = cases.get(one.fingerprint);
    if (known) known.times++;
    else cases.set(one.fingerprint, { ...one, times: 1 });
  }
  return cases;
}

async function countRepeats(
  tx: EntityManager,
  cases: readonly Case[],
): Promise<Map<string, string>> {
  const repeated = await tx.query<{ fingerprint: string; id: string }[]>(COUNT_REPEATS, [
    texts(cases.map(({ fingerprint }) => fingerprint)),
    numbers(cases.map(({ times }) => times)),
    numbers(cases.map(({ event }) => event.contract?.version)),
    texts(cases.map(({ event }) => reasonsOf(event))),
  ]);
  return new Map(repeated.map(({ fingerprint, id }) => [fingerprint, id]));
}

/** No room: one case per topic and contract counts them, and says what the last one's fault was. */
async function countUnkept(
  tx: EntityManager,
  cases: readonly Case[],
  ids: Map<string, string>,
): Promise<void> {
  if (cases.length === 0) return;
  const printOf = ({ event }: Case) =>
    fingerprintOf({ ...event, topic: `${event.topic}\0not kept`, key: null, value: null });
  const counters = new Map<string, Case>();
  for (const one of cases) {
    const fingerprint = printOf(one);
    const event = withoutBytes(one.event);
    const times = one.times + (counters.get(fingerprint)?.times ?? 0);
    counters.set(fingerprint, { event, fingerprint, times });
  }
  const known = await countRepeats(tx, [...counters.values()]);
  const fresh = [...counters.values()].filter(({ fingerprint }) => !known.has(fingerprint));
  await insertCases(tx, fresh, undefined);
  for (const { event, fingerprint } of fresh) known.set(fingerprint, event.id);
  for (const one of cases) ids.set(one.fingerprint, known.get(printOf(one)) ?? one.event.id);
}

function withoutBytes({ eventId: _id, ...event }: NewQuarantinedEvent): NewQuarantinedEvent {
  return { ...event, key: null, value: null, headers: [] };
}

/** @param keys those whose bytes are kept are sealed under; `undefined` for what only counts */
async function insertCases(
  tx: EntityManager,
  cases: readonly Case[],
  keys: QuarantineKeys | undefined,
): Promise<void> {
  if (cases.length === 0) return;
  const events = cases.map(({ event }) => event);
  const stored = events.map((event) => sealedCase(keys ?? NO_KEYS, event));
  const blob = blobOf(stored);
  const column = (of: (event: NewQuarantinedEvent) => string | null | undefined) =>
    texts(events.map(of));
  await tx.query(INSERT_CASES, [
    blob.bytes,
    ...placeColumns(blob),
    column(({ id }) => id),
    texts(cases.map(({ fingerprint }) => fingerprint)),
    column(({ topic }) => topic),
    column(({ contract }) => contract?.id),
    numbers(events.map(({ contract }) => contract?.version)),
    column(({ door }) => storable(door)),
    column(({ principal }) => storable(principal)),
    texts(stored.map(({ headers }) => headers)),
    column(({ eventId }) => storable(eventId)),
    column(({ source }) => storable(source)),
    column(reasonsOf),
    texts(cases.map(() => String(keys !== undefined))),
    numbers(cases.map(({ times }) => times)),
    texts(cases.map(() => keys?.sealing)),
  ]);
}

const NO_KEYS = new QuarantineKeys([]);

const reasonsOf = ({ reasons }: NewQuarantinedEvent): string =>
  JSON.stringify(
    reasons.map(({ code, pointer, message }) => ({
      code: storable(code),
      pointer: storable(pointer),
      message: storable(message),
    })),
  );

async function fillTopics(
  tx: EntityManager,
  kept: readonly Case[],
  keys: QuarantineKeys,
): Promise<void> {
  if (kept.length === 0) return;
  const more = new Map<string, Room>();
  for (const { event } of kept) {
    const sum = more.get(event.topic) ?? { events: 0, bytes: 0 };
    more.set(event.topic, { events: sum.events + 1, bytes: sum.bytes + storedBytes(keys, event) });
  }
  await tx.query(FILL_TOPICS, [
    texts([...more.keys()]),
    numbers([...more.values()].map(({ events }) => events)),
    numbers([...more.values()].map(({ bytes }) => bytes)),
  ]);
}
