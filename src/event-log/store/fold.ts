import { invariant } from '#kernel';
import type {
  Admission,
  Candidate,
  EntityState,
  Instead,
  Remembered,
  Settlement,
} from '../admitted.js';
import { idPlace, type NewlyAdmitted } from './admitted-ids.js';
import { type EntityName, entityPlace } from './entities.js';
import type { Waiter, WaitingLine } from './waiting-line.js';

export type Step<Note> =
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
export class Fold<Note> {
  readonly steps: Step<Note>[] = [];
  readonly candidates: Candidate<Note>[] = [];
  readonly leaving: (Candidate<Note> | Waiter<Note>)[] = [];
  readonly superseded: { candidate: Candidate<Note>; entity: EntityName; policy: string }[] = [];
  /** Entities this batch changes; and which of them nobody knew before. */
  readonly changed = new Map<string, EntityName & { readonly after: EntityState }>();
  /** Of those that waited from before, where they leave; by entity and content. */
  readonly #went = new Map<string, number>();
  /** Ids this batch admits, by place: which step answers for them. */
  readonly ids = new Map<string, Answering>();

  constructor(
    readonly known: ReadonlyMap<string, EntityState>,
    readonly remembered: ReadonlyMap<string, Remembered>,
    readonly line: WaitingLine<Note>,
  ) {}

  take(candidate: Candidate<Note>, entity: EntityName | undefined): void {
    if (candidate.look) candidate.look(this.#knownOf(entity), this.#isRepeat(candidate));
    const repeat = this.#repeatOf(candidate, entity);
    this.candidates.push(candidate);
    if (repeat?.step) this.steps.push(repeat.step);
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
      this.steps.push({ kind: 'ended', admission: { fate: 'refused', note } });
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
      this.superseded.push({ candidate, entity, policy: settlement.policy });
      this.steps.push({ kind: 'ended', admission: { fate: 'superseded', note } });
      return;
    }
    this.#change(entity, settlement);
    const { instead, policy = '' } = settlement;
    const ruling = { note, wouldBe, isMerged: instead !== undefined };
    this.steps.push({ kind: 'append', at: this.leaving.length, ruling });
    this.leaving.push(instead ? replaced(candidate, instead) : candidate);
    if (instead && entity) this.superseded.push({ candidate, entity, policy });
    if (entity) this.#goOn(candidate, entity);
  }

  #knownOf(entity: EntityName | undefined): EntityState | undefined {
    if (!entity) return undefined;
    const place = entityPlace(entity);
    return this.changed.get(place)?.after ?? this.known.get(place);
  }

  #isRepeat({ identity }: Candidate<Note>): 'same' | 'other' | undefined {
    if (!identity) return undefined;
    const place = idPlace(identity);
    const first = this.ids.get(place)?.identity ?? this.remembered.get(place);
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
      this.steps.push({ kind: 'ended', admission: { fate: 'version-held' } });
    } else if (first?.fresh) {
      this.steps.push({ kind: 'repeat', of: first.fresh.step });
    } else if (first?.until) {
      this.steps.push({ kind: 'ended', admission: { fate: 'held', until: first.until } });
    } else {
      this.#remember(candidate);
      const fresh = { step: this.steps.length, candidate, hold, note };
      this.line.put({ entity, version, bodyHash, asked, fresh });
      this.changed.set(entityPlace(entity), { ...entity, after });
      this.steps.push({ kind: 'held', entity, version });
    }
  }

  /** Those that waited for this event follow it at once, in the order of their versions. */
  #goOn({ resume, identity }: Candidate<Note>, entity: EntityName): void {
    const place = entityPlace(entity);
    for (;;) {
      const known = this.changed.get(place)?.after;
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
    this.changed.set(entityPlace(entity), { ...entity, after });
    const at = this.leaving.length;
    this.leaving.push(fresh?.candidate ?? waiter);
    if (!fresh) this.#went.set(`${entityPlace(entity)}\0${waiter.bodyHash}`, at);
    if (fresh)
      this.steps[fresh.step] = {
        kind: 'append',
        at,
        ruling: { note: fresh.note, isMerged: false },
      };
  }

  #change(entity: EntityName | undefined, { after }: { after?: EntityState | undefined }): void {
    if (entity && after) this.changed.set(entityPlace(entity), { ...entity, after });
  }

  #remember({ identity, letPass = [] }: Candidate<Note>, more?: string): void {
    if (!identity || this.ids.has(idPlace(identity))) return;
    const found = more === undefined ? letPass : [...letPass, more];
    this.ids.set(idPlace(identity), { step: this.steps.length, identity, letPass: found });
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
    const inBatch = this.ids.get(place);
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
}

/** The event that leaves in the place of another one, under its name and to its partition. */
function replaced<Note>(candidate: Candidate<Note>, { value, headers }: Instead): Candidate<Note> {
  const names = new Set(headers.map(([name]) => name));
  const kept = candidate.event.headers.filter(([name]) => !names.has(name));
  return { ...candidate, event: { ...candidate.event, value, headers: [...kept, ...headers] } };
}
