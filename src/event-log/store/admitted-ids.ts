import type { EntityManager } from 'typeorm';
import type { Identity, Remembered } from '../admitted.js';
import type { NewEvent, Position } from '../logged-event.js';
import { numbers, texts } from './columns.js';
import { CopyRows, type Table } from './copy-rows.js';
import { indexable } from './indexable.js';
import type { Statement } from './query-together.js';

const FIND = `
  SELECT scope, source, id, encode(body_hash, 'hex') AS "bodyHash", fate, topic, partition,
         log_offset::float8 AS "offset", expires_at > clock_timestamp() AS "isAlive"
    FROM admitted_ids
   WHERE (scope, source, id) IN
         (SELECT scope, source, id FROM unnest($1::text[], $2::text[], $3::text[])
              AS w (scope, source, id))`;

const IDS: Table = {
  name: 'admitted_ids',
  columns: [
    ...['scope', 'source', 'id', 'body_hash', 'fate', 'topic', 'partition', 'log_offset'],
    ...['contract_version', 'admitted_at', 'expires_at', 'let_pass'],
  ],
};
const ROW_BYTES = 350;

/** Rows whose window has ended give way to new ones. */
const GIVE_WAY = `
  DELETE FROM admitted_ids
   WHERE (scope, source, id) IN
         (SELECT scope, source, id FROM admitted_ids
           WHERE (scope, source, id) IN
                 (SELECT scope, source, id FROM unnest($1::text[], $2::text[], $3::text[])
                      AS w (scope, source, id))
             AND expires_at <= clock_timestamp() ORDER BY scope, source, id FOR UPDATE)`;

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

export interface IdRow {
  readonly scope: string;
  readonly source: string;
  readonly id: string;
  readonly bodyHash: string;
  readonly fate: Remembered['fate'];
  readonly topic: string;
  readonly partition: number;
  readonly offset: number | null;
  /** Whether its window has not ended. */
  readonly isAlive: boolean;
}

export const idPlace = ({ scope, source, id }: Pick<IdRow, 'scope' | 'source' | 'id'>): string =>
  `${scope}\0${indexable(source)}\0${indexable(id)}`;

export const findIds = (identities: readonly Identity[]): Statement<IdRow> => ({
  text: FIND,
  values: nameColumns(identities),
});

/** Of the ids that are remembered, what was answered. */
export const rememberedIn = (rows: readonly IdRow[]): ReadonlyMap<string, Remembered> =>
  new Map(
    rows
      .filter(({ isAlive }) => isAlive)
      .map(({ scope, source, id, topic, partition, offset, fate, bodyHash }) => {
        const position = offset === null ? undefined : { topic, partition, offset };
        return [`${scope}\0${source}\0${id}`, { fate, position, bodyHash }];
      }),
  );

/** Those among these whose window has ended. */
export async function giveWay(tx: EntityManager, identities: readonly Identity[]): Promise<void> {
  await tx.query(GIVE_WAY, [...nameColumns(identities)]);
}

const nameColumns = (
  identities: readonly Pick<Identity, 'scope' | 'source' | 'id'>[],
): string[] => [
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

/** Where another writer has admitted one of them in the meantime, the copy fails. */
export function rowsOfIds(admitted: readonly NewlyAdmitted[], now: number): CopyRows {
  const rows = new CopyRows(IDS, admitted.length * ROW_BYTES);
  for (const { identity, fate, topic, partition, position, contractVersion, letPass } of admitted) {
    rows.row();
    rows.text(identity.scope);
    rows.text(indexable(identity.source));
    rows.text(indexable(identity.id));
    rows.hex(identity.bodyHash);
    rows.text(fate);
    rows.text(topic);
    rows.integer(partition);
    rows.bigint(position?.offset);
    rows.integer(contractVersion);
    rows.bigint(now);
    rows.bigint(now + identity.windowMs * 1_000);
    rows.text(letPass.length > 0 ? letPass.join(' ') : null);
  }
  return rows;
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
