import type { EntityManager } from 'typeorm';
import { invariant } from '#kernel';
import type {
  Admission,
  Candidate,
  EntityState,
  Identity,
  Instead,
  Remembered,
} from '../admitted.js';
import type { Position } from '../logged-event.js';
import { findAdmittedIds, idPlace, insertAdmittedIds, type NewlyAdmitted } from './admitted-ids.js';
import { appendEvents } from './append-events.js';
import {
  type EntityName,
  entityPlace,
  insertEntities,
  lockEntities,
  type NamedEntity,
  updateEntities,
} from './entities.js';
import { indexable } from './indexable.js';
import { beginRelays } from './relays.js';
import { insertSuperseded } from './superseded-events.js';

/** Another writer admitted the same id or made the same entity first: look again. */
export class WriterWasFaster extends Error {}

/**
 * Dedup, guard and append in the caller's transaction, many events at once and in their order: two
 * versions of one entity in one batch see each other, as if they had come one by one.
 *
 * Entities first, because waiting for them is what makes the ids read after it current; then the
 * partitions (inside the append); new rows last, where a clash with a faster writer undoes all.
 */
export async function admitEvents<Note>(
  tx: EntityManager,
  candidates: readonly Candidate<Note>[],
): Promise<readonly Admission<Note>[]> {
  const named = candidates.map(({ entity }) => entity && stored(entity));
  const states = await lockEntities(tx, distinct(named));
  const identities = candidates.flatMap(({ identity }) => identity ?? []);
  const remembered = await findAdmittedIds(tx, identities);
  const fold = new Fold<Note>(states, remembered);
  candidates.forEach((candidate, i) => fold.take(candidate, named[i]));
  return fold.write(tx);
}

const stored = ({ scope, key }: EntityName): EntityName => ({
  scope: indexable(scope),
  key: indexable(key),
});

function distinct(names: readonly (EntityName | undefined)[]): readonly EntityName[] {
  const known = new Map(names.flatMap((each) => (each ? [[entityPlace(each), each]] : [])));
  return [...known.values()];
}

type Step<Note> =
  | { readonly kind: 'append'; readonly at: number; readonly ruling: Ruling<Note> }
  /** It repeats an event of this batch, whose answer is not known before the append. */
  | { readonly kind: 'repeat'; readonly of: number }
  | { readonly kind: 'ended'; readonly admission: Admission<Note> };
interface Ruling<Note> {
  readonly note: Note;
  readonly wouldBe?: 'duplicate' | 'mismatch' | undefined;
  readonly isMerged: boolean;
}

/** The batch, event by event, on what was known and what the batch itself has made known. */
class Fold<Note> {
  readonly #steps: Step<Note>[] = [];
  readonly #candidates: Candidate<Note>[] = [];
  readonly #appended: Candidate<Note>[] = [];
  readonly #superseded: { candidate: Candidate<Note>; entity: EntityName; policy: string }[] = [];
  /** Entities this batch changes; and which of them nobody knew before. */
  readonly #changed = new Map<string, NamedEntity>();
  /** Ids this batch admits, by place: which step answers for them. */
  readonly #ids = new Map<string, { step: number; identity: Identity }>();

  constructor(
    readonly known: ReadonlyMap<string, EntityState>,
    readonly remembered: ReadonlyMap<string, Remembered>,
  ) {}

  take(candidate: Candidate<Note>, entity: EntityName | undefined): void {
    const repeat = this.#repeatOf(candidate);
    this.#candidates.push(candidate);
    if (repeat?.step) this.#steps.push(repeat.step);
    else this.#settle(candidate, entity, repeat?.wouldBe);
  }

  #settle(
    candidate: Candidate<Note>,
    entity: EntityName | undefined,
    wouldBe: Ruling<Note>['wouldBe'],
  ): void {
    const place = entity && entityPlace(entity);
    const before = place && (this.#changed.get(place)?.after ?? this.known.get(place));
    const settlement = candidate.settle(before || undefined);
    const { note } = settlement;
    if (settlement.fate === 'refuse') {
      this.#steps.push({ kind: 'ended', admission: { fate: 'refused', note } });
      return;
    }
    this.#remember(candidate);
    if (settlement.fate === 'supersede') {
      invariant(entity, 'only a word about an entity can come too late');
      this.#superseded.push({ candidate, entity, policy: settlement.policy });
      this.#steps.push({ kind: 'ended', admission: { fate: 'superseded', note } });
      return;
    }
    this.#change(entity, settlement);
    const { instead, policy = '' } = settlement;
    const ruling = { note, wouldBe, isMerged: instead !== undefined };
    this.#steps.push({ kind: 'append', at: this.#appended.length, ruling });
    this.#appended.push(instead ? replaced(candidate, instead) : candidate);
    if (instead && entity) this.#superseded.push({ candidate, entity, policy });
  }

  #change(entity: EntityName | undefined, { after }: { after?: EntityState | undefined }): void {
    if (entity && after) this.#changed.set(entityPlace(entity), { ...entity, after });
  }

  #remember({ identity }: Candidate<Note>): void {
    if (!identity || this.#ids.has(idPlace(identity))) return;
    this.#ids.set(idPlace(identity), { step: this.#steps.length, identity });
  }

  /** A refused event is not remembered: what was refused today may be right tomorrow. */
  #repeatOf({
    identity,
  }: Candidate<Note>):
    { readonly step?: Step<Note>; readonly wouldBe?: 'duplicate' | 'mismatch' } | undefined {
    if (!identity) return undefined;
    const place = idPlace(identity);
    const inBatch = this.#ids.get(place);
    const before = this.remembered.get(place);
    const hash = inBatch?.identity.bodyHash ?? before?.bodyHash;
    if (hash === undefined) return undefined;
    const isSame = hash === identity.bodyHash;
    if (!isSame && identity.onMismatch === 'accept') return {};
    if (!identity.isEnforced) return { wouldBe: isSame ? 'duplicate' : 'mismatch' };
    if (!isSame) return { step: { kind: 'ended', admission: { fate: 'mismatch' } } };
    if (inBatch) return { step: { kind: 'repeat', of: inBatch.step } };
    invariant(before, 'an id is known from the batch or from before');
    return { step: { kind: 'ended', admission: { fate: 'duplicate', first: before } } };
  }

  async write(tx: EntityManager): Promise<readonly Admission<Note>[]> {
    const positions =
      this.#appended.length === 0
        ? []
        : await appendEvents(
            tx,
            this.#appended.map(({ event }) => event),
          );
    await beginRelays(tx, firstOfEach(this.#appended, positions));
    const admissions: Admission<Note>[] = [];
    for (const step of this.#steps)
      admissions.push(step.kind === 'append' ? appended(step, positions) : ended(step, admissions));
    const entities = [...this.#changed.entries()];
    const isFirst =
      (await insertAdmittedIds(tx, this.#newIds(admissions))) &&
      (await insertEntities(
        tx,
        entities.flatMap(([place, entity]) => (this.known.has(place) ? [] : entity)),
      ));
    if (!isFirst) throw new WriterWasFaster();
    await updateEntities(
      tx,
      entities.flatMap(([place, entity]) => (this.known.has(place) ? entity : [])),
    );
    await insertSuperseded(
      tx,
      this.#superseded.map(({ candidate: { event }, ...rest }) => ({ event, ...rest })),
    );
    return admissions;
  }

  /** An id that is only noticed, or may return with another body, keeps its first answer. */
  #newIds(admissions: readonly Admission<Note>[]): readonly NewlyAdmitted[] {
    return [...this.#ids].flatMap(([place, { step, identity }]) => {
      const [admission, candidate] = [admissions[step], this.#candidates[step]];
      if (this.remembered.has(place) || !candidate) return [];
      const { topic, partition, contract } = candidate.event;
      const position = admission?.fate === 'appended' ? admission.position : undefined;
      const contractVersion = contract?.version ?? 0;
      return [{ identity, fate: fateOf(admission), topic, partition, position, contractVersion }];
    });
  }
}

/** Of each partition that is carried to Kafka the first event of the batch. */
function firstOfEach(
  appended: readonly Candidate<unknown>[],
  positions: readonly Position[],
): readonly (Position & { readonly partitions: number })[] {
  const first = new Map<string, Position & { readonly partitions: number }>();
  for (const [i, { relayedTo }] of appended.entries()) {
    const position = positions[i];
    if (relayedTo === undefined || !position) continue;
    const place = `${position.partition} ${position.topic}`;
    if (!first.has(place)) first.set(place, { ...position, partitions: relayedTo });
  }
  return [...first.values()];
}

function appended<Note>(
  { at, ruling: { note, wouldBe, isMerged } }: Extract<Step<Note>, { kind: 'append' }>,
  positions: readonly Position[],
): Admission<Note> {
  const position = positions[at];
  invariant(position, 'every appended event has a position');
  return { fate: 'appended', position, note, isMerged, ...(wouldBe && { wouldBe }) };
}

/** The answer to a repeat is the answer to what it repeats. */
function ended<Note>(
  step: Exclude<Step<Note>, { kind: 'append' }>,
  before: readonly Admission<Note>[],
): Admission<Note> {
  if (step.kind === 'ended') return step.admission;
  const first = before[step.of];
  const position = first?.fate === 'appended' ? first.position : undefined;
  return { fate: 'duplicate', first: { fate: fateOf(first), position, bodyHash: '' } };
}

const fateOf = (admission: Admission<unknown> | undefined): Remembered['fate'] =>
  admission?.fate !== 'appended' ? 'superseded' : admission.isMerged ? 'merged' : 'accepted';

/** The event that leaves in the place of another one, under its name and to its partition. */
function replaced<Note>(candidate: Candidate<Note>, { value, headers }: Instead): Candidate<Note> {
  const names = new Set(headers.map(([name]) => name));
  const kept = candidate.event.headers.filter(([name]) => !names.has(name));
  return { ...candidate, event: { ...candidate.event, value, headers: [...kept, ...headers] } };
}
