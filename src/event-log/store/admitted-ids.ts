import type { EntityManager } from 'typeorm';
import type { Identity, Remembered } from '../admitted.js';
import type { NewEvent, Position } from '../logged-event.js';
import { numbers, texts } from './columns.js';
import { indexable } from './indexable.js';

const FIND = `
  SELECT scope, source, id, encode(body_hash, 'hex') AS "bodyHash", fate, topic, partition,
         log_offset::float8 AS "offset"
    FROM admitted_ids
   WHERE (scope, source, id) IN
         (SELECT scope, source, id FROM unnest($1::text[], $2::text[], $3::text[])
              AS w (scope, source, id))
     AND expires_at > clock_timestamp()`;

/** A row whose window has ended gives way; a living one means that another writer was faster. */
const INSERT = `
  INSERT INTO admitted_ids AS held
         (scope, source, id, body_hash, fate, topic, partition, log_offset, contract_version,
          expires_at, let_pass)
  SELECT scope, source, id, decode(body_hash, 'hex'), fate, topic, partition, log_offset,
         contract_version, clock_timestamp() + make_interval(secs => window_s), let_pass
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[],
                $8::bigint[], $9::int[], $10::float8[], $11::text[])
      AS new (scope, source, id, body_hash, fate, topic, partition, log_offset,
              contract_version, window_s, let_pass)
   ORDER BY scope, source, id
  ON CONFLICT (scope, source, id) DO UPDATE
     SET body_hash = excluded.body_hash, fate = excluded.fate, topic = excluded.topic,
         partition = excluded.partition, log_offset = excluded.log_offset,
         contract_version = excluded.contract_version, admitted_at = clock_timestamp(),
         expires_at = excluded.expires_at, let_pass = excluded.let_pass
   WHERE held.expires_at <= clock_timestamp()
  RETURNING id`;

const FORGET = `
  DELETE FROM admitted_ids
   WHERE (scope, source, id) IN
         (SELECT scope, source, id FROM admitted_ids
           WHERE expires_at <= clock_timestamp() ORDER BY expires_at LIMIT $1
             FOR UPDATE SKIP LOCKED)`;

/** What waits is known by its id as held; and then no more, or by its position. */
const FORGET_HELD = `
  DELETE FROM admitted_ids AS held
   USING unnest($1::text[], $2::text[], $3::text[]) AS w (scope, source, id)
   WHERE held.scope = w.scope AND held.source = w.source AND held.id = w.id
     AND held.fate = 'held'`;

const PLACE_HELD = `
  UPDATE admitted_ids AS held
     SET fate = 'accepted', topic = w.topic, partition = w.partition, log_offset = w.log_offset
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::bigint[])
      AS w (scope, source, id, topic, partition, log_offset)
   WHERE held.scope = w.scope AND held.source = w.source AND held.id = w.id
     AND held.fate = 'held'`;

const LOOK_UP = `
  SELECT scope AS "contractId", contract_version AS "contractVersion", source, id, fate, topic,
         partition, log_offset::float8 AS "offset", admitted_at AS "admittedAt",
         expires_at AS "rememberedUntil", encode(body_hash, 'hex') AS "bodyHash",
         let_pass AS "letPass"
    FROM admitted_ids
   WHERE id = $1 AND ($2::text IS NULL OR source = $2) AND expires_at > clock_timestamp()
     AND fate <> 'held'
   ORDER BY admitted_at DESC LIMIT $3`;

interface Row {
  readonly scope: string;
  readonly source: string;
  readonly id: string;
  readonly bodyHash: string;
  readonly fate: Remembered['fate'];
  readonly topic: string;
  readonly partition: number;
  readonly offset: number | null;
}

export const idPlace = ({ scope, source, id }: Pick<Row, 'scope' | 'source' | 'id'>): string =>
  `${scope}\0${indexable(source)}\0${indexable(id)}`;

/** Of the ids that are remembered, what was answered. */
export async function findAdmittedIds(
  tx: EntityManager,
  identities: readonly Identity[],
): Promise<Map<string, Remembered>> {
  if (identities.length === 0) return new Map();
  const rows = await tx.query<Row[]>(FIND, nameColumns(identities));
  return new Map(
    rows.map((row) => {
      const { topic, partition, offset, fate, bodyHash } = row;
      const position = offset === null ? undefined : { topic, partition, offset };
      return [`${row.scope}\0${row.source}\0${row.id}`, { fate, position, bodyHash }];
    }),
  );
}

const nameColumns = (
  identities: readonly Pick<Identity, 'scope' | 'source' | 'id'>[],
): readonly string[] => [
  texts(identities.map(({ scope }) => scope)),
  texts(identities.map(({ source }) => indexable(source))),
  texts(identities.map(({ id }) => indexable(id))),
];

export interface NewlyAdmitted {
  readonly identity: Identity;
  readonly fate: Remembered['fate'];
  readonly topic: string;
  readonly partition: number;
  readonly position: Position | undefined;
  readonly contractVersion: number;
  readonly letPass: readonly string[];
}

/** @returns whether nobody else has admitted one of them in the meantime */
export async function insertAdmittedIds(
  tx: EntityManager,
  admitted: readonly NewlyAdmitted[],
): Promise<boolean> {
  if (admitted.length === 0) return true;
  const made = await tx.query<unknown[]>(INSERT, [
    ...nameColumns(admitted.map(({ identity }) => identity)),
    texts(admitted.map(({ identity }) => identity.bodyHash)),
    texts(admitted.map(({ fate }) => fate)),
    texts(admitted.map(({ topic }) => topic)),
    numbers(admitted.map(({ partition }) => partition)),
    numbers(admitted.map(({ position }) => position?.offset)),
    numbers(admitted.map(({ contractVersion }) => contractVersion)),
    numbers(admitted.map(({ identity }) => identity.windowMs / 1_000)),
    texts(admitted.map(({ letPass }) => (letPass.length > 0 ? letPass.join(' ') : null))),
  ]);
  return made.length === admitted.length;
}

/** Forgets ids whose window has ended, at most so many. @returns how many */
export async function forgetAdmittedIds(tx: EntityManager, atMost: number): Promise<number> {
  const [, count] = await tx.query<[unknown, number]>(FORGET, [atMost]);
  return count;
}

type Waiting = Pick<NewEvent, 'contract' | 'source' | 'eventId'>;

/** An id is known under its contract (`Identity.scope`). */
const nameOf = ({ contract, source = '', eventId = '' }: Waiting) => ({
  ...{ scope: contract?.id ?? '', source, id: eventId },
});

export async function forgetHeldIds(tx: EntityManager, events: readonly Waiting[]): Promise<void> {
  await tx.query(FORGET_HELD, nameColumns(events.map(nameOf)));
}

export async function placeHeldIds(
  tx: EntityManager,
  events: readonly (Waiting & Position)[],
): Promise<void> {
  if (events.length === 0) return;
  await tx.query(PLACE_HELD, [
    ...nameColumns(events.map(nameOf)),
    texts(events.map(({ topic }) => topic)),
    numbers(events.map(({ partition }) => partition)),
    numbers(events.map(({ offset }) => offset)),
  ]);
}

/** What was answered about one event, wherever it was admitted. */
export interface AdmittedId {
  readonly contractId: string;
  readonly contractVersion: number;
  readonly source: string;
  readonly id: string;
  readonly fate: Remembered['fate'];
  readonly topic: string;
  readonly partition: number;
  readonly offset: number | null;
  readonly admittedAt: Date;
  readonly rememberedUntil: Date;
  readonly bodyHash: string;
  /** Codes, with spaces between. */
  readonly letPass: string | null;
}

export const lookUpAdmittedIds = (
  tx: EntityManager,
  { id, source, limit }: { id: string; source: string | undefined; limit: number },
): Promise<readonly AdmittedId[]> =>
  tx.query<AdmittedId[]>(LOOK_UP, [
    indexable(id),
    source === undefined ? null : indexable(source),
    limit,
  ]);
