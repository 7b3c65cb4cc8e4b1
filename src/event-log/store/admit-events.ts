import type { EntityManager } from 'typeorm';
import { invariant, limits } from '#kernel';
import type {
  Admission,
  Candidate,
  EntityState,
  Instead,
  Remembered,
  Settlement,
} from '../admitted.js';
import type { Position } from '../logged-event.js';
import {
  findAdmittedIds,
  idPlace,
  insertAdmittedIds,
  type NewlyAdmitted,
  placeHeldIds,
} from './admitted-ids.js';
import { appendEvents } from './append-events.js';
import {
  type EntityName,
  entityPlace,
  insertEntities,
  lockEntities,
  type NamedEntity,
  updateEntities,
} from './entities.js';
import {
  countHeld,
  findHeld,
  heldPlace,
  insertHeld,
  refuseHeld,
  type Released,
  releaseHeld,
} from './held-events.js';
import { firstOfEach } from './first-of-each.js';
import { indexable } from './indexable.js';
import { beginRelays } from './relays.js';
import { insertSuperseded } from './superseded-events.js';
import { type Waiter, WaitingLine } from './waiting-line.js';

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
  const { states, waiting } = await lockEntities(tx, distinct(named));
  const line = new WaitingLine<Note>(await findHeld(tx, waiting), waiting);
  const identities = candidates.flatMap(({ identity }) => identity ?? []);
  const remembered = await findAdmittedIds(tx, identities);
  const fold = new Fold<Note>(states, remembered, line);
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
  /** It repeats one that waited, and left with this batch. */
  | { readonly kind: 'went'; readonly at: number }
  /** It waits, unless its turn comes within the batch. */
  | { readonly kind: 'held'; readonly entity: EntityName; readonly version: bigint }
  | { readonly kind: 'ended'; readonly admission: Admission<Note> };
interface Ruling<Note> {
  readonly note: Note;
  readonly wouldBe?: 'duplicate' | 'mismatch' | undefined;
  readonly isMerged: boolean;
}

/** Which step answers for an id. */
type Answering = Pick<NewlyAdmitted, 'identity' | 'letPass'> & { step: number };

/** The batch, event by event, on what was known and what the batch itself has made known. */
class Fold<Note> {
  readonly #steps: Step<Note>[] = [];
  readonly #candidates: Candidate<Note>[] = [];
  readonly #leaving: (Candidate<Note> | Waiter<Note>)[] = [];
  readonly #superseded: { candidate: Candidate<Note>; entity: EntityName; policy: string }[] = [];
  /** Entities this batch changes; and which of them nobody knew before. */
  readonly #changed = new Map<string, EntityName & { readonly after: EntityState }>();
  /** Of those that waited from before, where they leave; by entity and content. */
  readonly #went = new Map<string, number>();
  /** Ids this batch admits, by place: which step answers for them. */
  readonly #ids = new Map<string, Answering>();

  constructor(
    readonly known: ReadonlyMap<string, EntityState>,
    readonly remembered: ReadonlyMap<string, Remembered>,
    readonly line: WaitingLine<Note>,
  ) {}

  take(candidate: Candidate<Note>, entity: EntityName | undefined): void {
    if (candidate.look) candidate.look(this.#knownOf(entity), this.#isRepeat(candidate));
    const repeat = this.#repeatOf(candidate, entity);
    this.#candidates.push(candidate);
    if (repeat?.step) this.#steps.push(repeat.step);
    else this.#settle(candidate, entity, repeat?.wouldBe);
  }

  #settle(
    candidate: Candidate<Note>,
    entity: EntityName | undefined,
    wouldBe: Ruling<Note>['wouldBe'],
  ): void {
    const before = this.#knownOf(entity);
    const settlement = candidate.settle(before);
    const { note } = settlement;
    if (settlement.fate === 'refuse') {
      this.#steps.push({ kind: 'ended', admission: { fate: 'refused', note } });
      return;
    }
    if (settlement.fate === 'hold') {
      invariant(entity && before, 'only a word about a known entity can come too early');
      this.#hold(candidate, { ...entity, after: before }, settlement);
      return;
    }
    this.#remember(candidate, settlement.fate === 'append' ? settlement.letPass : undefined);
    if (settlement.fate === 'supersede') {
      invariant(entity, 'only a word about an entity can come too late');
      this.#superseded.push({ candidate, entity, policy: settlement.policy });
      this.#steps.push({ kind: 'ended', admission: { fate: 'superseded', note } });
      return;
    }
    this.#change(entity, settlement);
    const { instead, policy = '' } = settlement;
    const ruling = { note, wouldBe, isMerged: instead !== undefined };
    this.#steps.push({ kind: 'append', at: this.#leaving.length, ruling });
    this.#leaving.push(instead ? replaced(candidate, instead) : candidate);
    if (instead && entity) this.#superseded.push({ candidate, entity, policy });
    if (entity) this.#goOn(candidate, entity);
  }

  #knownOf(entity: EntityName | undefined): EntityState | undefined {
    if (!entity) return undefined;
    const place = entityPlace(entity);
    return this.#changed.get(place)?.after ?? this.known.get(place);
  }

  #isRepeat({ identity }: Candidate<Note>): 'same' | 'other' | undefined {
    if (!identity) return undefined;
    const place = idPlace(identity);
    const first = this.#ids.get(place)?.identity ?? this.remembered.get(place);
    if (!first) return undefined;
    return first.bodyHash === identity.bodyHash ? 'same' : 'other';
  }

  /** A repeat waits with the first; of two events of one version the first one waits. */
  #hold(
    candidate: Candidate<Note>,
    { after, ...entity }: EntityName & { readonly after: EntityState },
    { hold, note }: Extract<Settlement<Note>, { fate: 'hold' }>,
  ): void {
    const { version, bodyHash, asked } = hold;
    const first = this.line.find(entity, version);
    if (first && first.bodyHash !== bodyHash) {
      this.#steps.push({ kind: 'ended', admission: { fate: 'version-held' } });
    } else if (first?.fresh) {
      this.#steps.push({ kind: 'repeat', of: first.fresh.step });
    } else if (first?.until) {
      this.#steps.push({ kind: 'ended', admission: { fate: 'held', until: first.until } });
    } else {
      this.#remember(candidate);
      const fresh = { step: this.#steps.length, candidate, hold, note };
      this.line.put({ entity, version, bodyHash, asked, fresh });
      this.#changed.set(entityPlace(entity), { ...entity, after });
      this.#steps.push({ kind: 'held', entity, version });
    }
  }

  /** Those that waited for this event follow it at once, in the order of their versions. */
  #goOn({ resume, identity }: Candidate<Note>, entity: EntityName): void {
    const place = entityPlace(entity);
    for (;;) {
      const known = this.#changed.get(place)?.after;
      const waiter = known && this.line.next(entity, known);
      if (!known || !waiter || !resume) return;
      // What waited was sent again, and is in the log as its contract is now.
      if (waiter.version === known.version && waiter.bodyHash === identity?.bodyHash) {
        this.line.release(waiter);
        continue;
      }
      const resumed = resume(waiter.asked, known);
      if (resumed.fate === 'refuse') this.line.refuse(waiter, resumed.reason);
      else this.#release(waiter, resumed.after);
    }
  }

  #release(waiter: Waiter<Note>, after: EntityState): void {
    const { entity, fresh } = waiter;
    this.line.release(waiter);
    this.#changed.set(entityPlace(entity), { ...entity, after });
    const at = this.#leaving.length;
    this.#leaving.push(fresh?.candidate ?? waiter);
    if (!fresh) this.#went.set(`${entityPlace(entity)}\0${waiter.bodyHash}`, at);
    if (fresh)
      this.#steps[fresh.step] = {
        kind: 'append',
        at,
        ruling: { note: fresh.note, isMerged: false },
      };
  }

  #change(entity: EntityName | undefined, { after }: { after?: EntityState | undefined }): void {
    if (entity && after) this.#changed.set(entityPlace(entity), { ...entity, after });
  }

  #remember({ identity, letPass = [] }: Candidate<Note>, more?: string): void {
    if (!identity || this.#ids.has(idPlace(identity))) return;
    const found = more === undefined ? letPass : [...letPass, more];
    this.#ids.set(idPlace(identity), { step: this.#steps.length, identity, letPass: found });
  }

  /** A refused event is not remembered: what was refused today may be right tomorrow. */
  #repeatOf(
    candidate: Candidate<Note>,
    entity: EntityName | undefined,
  ): { readonly step?: Step<Note>; readonly wouldBe?: 'duplicate' | 'mismatch' } | undefined {
    const { identity } = candidate;
    const repeat = this.#isRepeat(candidate);
    if (!identity || !repeat) return undefined;
    const place = idPlace(identity);
    const inBatch = this.#ids.get(place);
    const before = this.remembered.get(place);
    const isSame = repeat === 'same';
    if (!isSame && identity.onMismatch === 'accept') return {};
    // What waits is told so by its place in line.
    if (isSame && !inBatch && before?.fate === 'held') {
      const at = entity && this.#went.get(`${entityPlace(entity)}\0${identity.bodyHash}`);
      return at === undefined ? undefined : { step: { kind: 'went', at } };
    }
    if (!identity.isEnforced) return { wouldBe: isSame ? 'duplicate' : 'mismatch' };
    if (!isSame) return { step: { kind: 'ended', admission: { fate: 'mismatch' } } };
    if (inBatch) return { step: { kind: 'repeat', of: inBatch.step } };
    invariant(before, 'an id is known from the batch or from before');
    return { step: { kind: 'ended', admission: { fate: 'duplicate', first: before } } };
  }

  async write(tx: EntityManager): Promise<readonly Admission<Note>[]> {
    const leaving = await this.#takeLeaving(tx);
    const positions =
      leaving.length === 0
        ? []
        : await appendEvents(
            tx,
            leaving.map(({ event }) => event),
          );
    await beginRelays(tx, firstOfEach(leaving, positions));
    const untils = await this.#writeHeld(tx);
    const admissions: Admission<Note>[] = [];
    for (const step of this.#steps)
      admissions.push(admissionOf(step, { positions, untils, admissions }));
    await this.#writeKnown(tx, admissions);
    const waited = this.#leaving.flatMap((each, i) =>
      this.#waited(each) ? { ...leaving[i]?.event, ...positionAt(positions, i) } : [],
    );
    await placeHeldIds(tx, waited);
    await insertSuperseded(
      tx,
      this.#superseded.map(({ candidate: { event }, ...rest }) => ({ event, ...rest })),
    );
    return admissions;
  }

  #waited(leaving: Candidate<Note> | Waiter<Note>): boolean {
    if (!('settle' in leaving)) return true;
    const { identity } = leaving;
    return identity !== undefined && this.remembered.get(idPlace(identity))?.fate === 'held';
  }

  async #takeLeaving(tx: EntityManager): Promise<readonly Released[]> {
    const released = await releaseHeld(tx, this.line.released);
    return this.#leaving.map((each) => {
      if ('settle' in each) return { event: each.event, relayedTo: each.relayedTo };
      const waited = released.get(heldPlace(each.entity, each.version));
      invariant(waited, 'what waits is held until the transaction ends');
      return waited;
    });
  }

  /** @returns until when each waits; nothing for one there is no room for */
  async #writeHeld(tx: EntityManager): Promise<ReadonlyMap<string, Date>> {
    await refuseHeld(tx, this.line.refused);
    const added = this.line.added;
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

  async #writeKnown(tx: EntityManager, admissions: readonly Admission<Note>[]): Promise<void> {
    const entities = [...this.#changed.entries()].map(
      ([place, entity]): readonly [string, NamedEntity] => [
        place,
        { ...entity, waits: !this.line.isEmpty(place) },
      ],
    );
    const isKnown = ([place]: readonly [string, NamedEntity]): boolean => this.known.has(place);
    const rows = (each: readonly (readonly [string, NamedEntity])[]) =>
      each.map(([, entity]) => entity);
    const isFirst =
      (await insertAdmittedIds(tx, this.#newIds(admissions))) &&
      (await insertEntities(tx, rows(entities.filter((each) => !isKnown(each)))));
    if (!isFirst) throw new WriterWasFaster();
    await updateEntities(tx, rows(entities.filter(isKnown)));
  }

  /** An id that is only noticed, or may return with another body, keeps its first answer. */
  #newIds(admissions: readonly Admission<Note>[]): readonly NewlyAdmitted[] {
    return [...this.#ids].flatMap(([place, { step, identity, letPass }]) => {
      const [admission, candidate] = [admissions[step], this.#candidates[step]];
      if (this.remembered.has(place) || !candidate || admission?.fate === 'no-room') return [];
      const { topic, partition, contract } = candidate.event;
      const position = admission?.fate === 'appended' ? admission.position : undefined;
      const known = { identity, fate: fateOf(admission), topic, partition, position, letPass };
      return [{ ...known, contractVersion: contract?.version ?? 0 }];
    });
  }
}

interface Written<Note> {
  readonly positions: readonly Position[];
  readonly untils: ReadonlyMap<string, Date>;
  readonly admissions: readonly Admission<Note>[];
}

/** The answer to a repeat is the answer to what it repeats. */
function admissionOf<Note>(step: Step<Note>, written: Written<Note>): Admission<Note> {
  switch (step.kind) {
    case 'ended':
      return step.admission;
    case 'append': {
      const { note, wouldBe, isMerged } = step.ruling;
      const position = positionAt(written.positions, step.at);
      return { fate: 'appended', position, note, isMerged, ...(wouldBe && { wouldBe }) };
    }
    case 'went': {
      const position = positionAt(written.positions, step.at);
      return { fate: 'duplicate', first: { fate: 'accepted', position, bodyHash: '' } };
    }
    case 'held': {
      const until = written.untils.get(heldPlace(step.entity, step.version));
      return until ? { fate: 'held', until } : { fate: 'no-room' };
    }
    case 'repeat': {
      const first = written.admissions[step.of];
      if (first?.fate === 'held' || first?.fate === 'no-room') return first;
      const position = first?.fate === 'appended' ? first.position : undefined;
      return { fate: 'duplicate', first: { fate: fateOf(first), position, bodyHash: '' } };
    }
  }
}

function positionAt(positions: readonly Position[], at: number): Position {
  const position = positions[at];
  invariant(position, 'every appended event has a position');
  return position;
}

const fateOf = (admission: Admission<unknown> | undefined): Remembered['fate'] => {
  if (admission?.fate === 'held') return 'held';
  if (admission?.fate !== 'appended') return 'superseded';
  return admission.isMerged ? 'merged' : 'accepted';
};

/** The event that leaves in the place of another one, under its name and to its partition. */
function replaced<Note>(candidate: Candidate<Note>, { value, headers }: Instead): Candidate<Note> {
  const names = new Set(headers.map(([name]) => name));
  const kept = candidate.event.headers.filter(([name]) => !names.has(name));
  return { ...candidate, event: { ...candidate.event, value, headers: [...kept, ...headers] } };
}
