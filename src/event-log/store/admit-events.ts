import { DatabaseError } from 'pg';
import type { EntityManager } from 'typeorm';
import { invariant, limits } from '#kernel';
import type { Admission, Candidate, Identity } from '../admitted.js';
import type { Position } from '../logged-event.js';
import { admissionOf, fateOf, positionAt } from './admission-of.js';
import {
  findIds,
  giveWay,
  type IdRow,
  idPlace,
  type NewlyAdmitted,
  placeHeldIds,
  rememberedIn,
  rowsOfIds,
} from './admitted-ids.js';
import { answersOf, insertAnsweredEvents } from './answered-events.js';
import { eventsToAppend } from './append-events.js';
import { CLOCK } from './clock.js';
import type { CopyRows } from './copy-rows.js';
import {
  type EntityName,
  entityPlace,
  type EntityRow,
  lockEntities,
  lockedIn,
  type NamedEntity,
  rowsOfEntities,
  updateEntities,
} from './entities.js';
import { firstOfEach } from './first-of-each.js';
import { Fold } from './fold.js';
import {
  countHeld,
  findHeld,
  heldPlace,
  insertHeld,
  refuseHeld,
  type Released,
  releaseHeld,
} from './held-events.js';
import { indexable } from './indexable.js';
import { queryTogether, type Statement } from './query-together.js';
import { beginRelays } from './relays.js';
import { insertSuperseded } from './superseded-events.js';
import type { Work } from './transact.js';
import { type Waiter, WaitingLine } from './waiting-line.js';

class WriterWasFaster extends Error {}
/** Rows that nobody had yet, and cannot be locked. */
const MADE_ONCE = new Set(['admitted_ids_pkey', 'entities_pkey']);

/** PostgreSQL, class 40: it undid the transaction for another one, a deadlock among them. */
const ROLLED_BACK = /^40/;

/** Whether another writer admitted the same id or made the same entity first: all is undone, look again. */
export const wasOutrun = (error: unknown): boolean =>
  error instanceof WriterWasFaster ||
  (error instanceof DatabaseError &&
    (MADE_ONCE.has(error.constraint ?? '') || ROLLED_BACK.test(error.code ?? '')));

/** What is known, and the time, each asked for after the locks before it were waited for. */
type Known = readonly [...locks: Statement<EntityRow>[], ids: Statement<IdRow>, now: typeof CLOCK];

type Answers = readonly [ids: readonly IdRow[], now: readonly { readonly at: number }[]];

/**
 * Dedup, guard and append in one transaction, many events at once and in their order: two versions of
 * one entity in one batch see each other, as if they had come one by one.
 *
 * Entities first, because waiting for them is what makes the ids read after it current; then the
 * partitions (inside the append); new rows last, where a clash with a faster writer undoes all.
 */
export function admission<Note>(
  candidates: readonly Candidate<Note>[],
): Work<readonly Admission<Note>[]> {
  const named = candidates.map(({ entity }) => entity && stored(entity));
  const identities = candidates.flatMap(({ identity }) => identity ?? []);
  const entities = distinct(named);
  const locks = entities.length > 0 ? [lockEntities(entities)] : [];
  const first: Known = [...locks, findIds(identities), CLOCK];
  return {
    first,
    then: async (tx, rows) => {
      const [ids = [], [now] = []] = rows.slice(locks.length) as unknown as Answers;
      invariant(now, 'a clock always answers');
      const { states, waiting } = lockedIn(locks.length > 0 ? (rows[0] as EntityRow[]) : []);
      const line = new WaitingLine<Note>(await findHeld(tx, waiting), waiting);
      // What waits is let go of without a lock on its entity: its id is read again behind its own.
      const [known] = waiting.length > 0 ? await queryTogether(tx, [findIds(identities)]) : [ids];
      const fold = new Fold<Note>(states, rememberedIn(known), line);
      candidates.forEach((candidate, i) => fold.take(candidate, named[i]));
      await forgetExpired(tx, identities, known);
      const { admissions: result, copies } = await write(tx, fold, now.at);
      await insertAnsweredEvents(tx, answersOf(candidates, result));
      return { result, copies };
    },
  };
}

const stored = ({ scope, key }: EntityName): EntityName => ({
  scope: indexable(scope),
  key: indexable(key),
});

function distinct(names: readonly (EntityName | undefined)[]): readonly EntityName[] {
  const known = new Map(names.flatMap((each) => (each ? [[entityPlace(each), each]] : [])));
  return [...known.values()];
}

async function forgetExpired(
  tx: EntityManager,
  identities: readonly Identity[],
  known: readonly IdRow[],
): Promise<void> {
  if (known.some(({ isAlive }) => !isAlive)) await giveWay(tx, identities);
}

interface Written<Note> {
  readonly admissions: readonly Admission<Note>[];
  readonly copies: readonly CopyRows[];
}

async function write<Note>(
  tx: EntityManager,
  fold: Fold<Note>,
  now: number,
): Promise<Written<Note>> {
  const leaving = await takeLeaving(tx, fold);
  const { positions, rows } = await placed(tx, leaving);
  await beginRelays(tx, firstOfEach(leaving, positions));
  const untils = await writeHeld(tx, fold);
  const admissions: Admission<Note>[] = [];
  for (const step of fold.steps)
    admissions.push(admissionOf(step, { positions, untils, admissions }));
  const [made, known] = entitiesOf(fold);
  await updateEntities(tx, known);
  const waited = fold.leaving.flatMap((each, i) =>
    hasWaited(fold, each) ? { ...leaving[i]?.event, ...positionAt(positions, i) } : [],
  );
  await placeHeldIds(tx, waited);
  await insertSuperseded(
    tx,
    fold.superseded.map(({ candidate: { event }, ...rest }) => ({ event, ...rest })),
  );
  const ids = rowsOfIds(newIds(fold, admissions), now);
  return { admissions, copies: [...rows, ids, rowsOfEntities(made, now)] };
}

async function placed(
  tx: EntityManager,
  leaving: readonly Released[],
): Promise<{ readonly positions: readonly Position[]; readonly rows: readonly CopyRows[] }> {
  if (leaving.length === 0) return { positions: [], rows: [] };
  const { move, place } = eventsToAppend(leaving.map(({ event }) => event));
  const [moved] = await queryTogether(tx, [move]);
  const { positions, rows } = place(moved);
  return { positions, rows: [rows] };
}

function hasWaited<Note>(fold: Fold<Note>, leaving: Candidate<Note> | Waiter<Note>): boolean {
  if (!('settle' in leaving)) return true;
  const { identity } = leaving;
  return identity !== undefined && fold.remembered.get(idPlace(identity))?.fate === 'held';
}

async function takeLeaving<Note>(
  tx: EntityManager,
  { leaving, line }: Fold<Note>,
): Promise<readonly Released[]> {
  const released = await releaseHeld(tx, line.released);
  return leaving.map((each) => {
    if ('settle' in each) return { event: each.event, relayedTo: each.relayedTo };
    const waited = released.get(heldPlace(each.entity, each.version));
    invariant(waited, 'what waits is held until the transaction ends');
    return waited;
  });
}

/** @returns until when each waits; nothing for one there is no room for */
async function writeHeld<Note>(
  tx: EntityManager,
  { line }: Fold<Note>,
): Promise<ReadonlyMap<string, Date>> {
  await refuseHeld(tx, line.refused);
  const added = line.added;
  if (added.length === 0) return new Map();
  const ids = added.map(({ event: { contract } }) => contract?.id ?? '');
  const counts = new Map(await countHeld(tx, [...new Set(ids)]));
  const fitting = added.filter((_, i) => {
    const count = counts.get(ids[i] ?? '') ?? 0;
    const fits = count < limits.heldEventsPerContract.value;
    if (fits) counts.set(ids[i] ?? '', count + 1);
    return fits;
  });
  const untils = await insertHeld(tx, fitting);
  if (untils.size < fitting.length) throw new WriterWasFaster();
  return untils;
}

/** @returns those nobody knew before, and the others */
function entitiesOf<Note>({
  changed,
  known,
  line,
}: Fold<Note>): readonly [readonly NamedEntity[], readonly NamedEntity[]] {
  const [fresh, old]: [NamedEntity[], NamedEntity[]] = [[], []];
  for (const [place, entity] of changed)
    (known.has(place) ? old : fresh).push({ ...entity, waits: !line.isEmpty(place) });
  return [fresh, old];
}

/** An id that is only noticed, or may return with another body, keeps its first answer. */
function newIds<Note>(
  { ids, candidates, remembered }: Fold<Note>,
  admissions: readonly Admission<Note>[],
): readonly NewlyAdmitted[] {
  return [...ids].flatMap(([place, { step, identity, letPass }]) => {
    const [admission, candidate] = [admissions[step], candidates[step]];
    if (remembered.has(place) || !candidate || admission?.fate === 'no-room') return [];
    const { topic, partition, contract } = candidate.event;
    const position = admission?.fate === 'appended' ? admission.position : undefined;
    const known = { identity, fate: fateOf(admission), topic, partition, position, letPass };
    return [{ ...known, contractVersion: contract?.version ?? 0 }];
  });
}
