import type { Candidate, EntityState, Hold } from '../admitted.js';
import type { QuarantineReason } from '../quarantined-event.js';
import { type EntityName, entityPlace } from './entities.js';
import type { Held, HeldName, NewlyHeld } from './held-events.js';

/** One that waits: from before, or since this batch. */
export interface Waiter<Note> {
  readonly entity: EntityName;
  readonly version: bigint;
  readonly bodyHash: string;
  readonly asked: string;
  /** Set for one of this batch. */
  readonly fresh?: {
    readonly step: number;
    readonly candidate: Candidate<Note>;
    readonly hold: Hold;
    readonly note: Note;
  };
  readonly until?: Date;
}

/** What waits for the entities of one batch: at most one event of each version. */
export class WaitingLine<Note> {
  readonly #lines = new Map<string, Map<bigint, Waiter<Note>>>();
  readonly #released: Waiter<Note>[] = [];
  readonly #refused: { readonly waiter: Waiter<Note>; readonly reason: QuarantineReason }[] = [];

  constructor(stored: ReadonlyMap<string, readonly Held[]>, names: readonly EntityName[]) {
    const byPlace = new Map(names.map((name) => [entityPlace(name), name]));
    for (const [place, held] of stored) {
      const entity = byPlace.get(place);
      if (entity) for (const each of held) this.put({ ...each, entity });
    }
  }

  find(entity: EntityName, version: bigint): Waiter<Note> | undefined {
    return this.#lines.get(entityPlace(entity))?.get(version);
  }

  put(waiter: Waiter<Note>): void {
    const place = entityPlace(waiter.entity);
    const line = this.#lines.get(place) ?? new Map<bigint, Waiter<Note>>();
    this.#lines.set(place, line.set(waiter.version, waiter));
  }

  /** The first in line whose turn has come, or is over. */
  next(entity: EntityName, { version: known }: EntityState): Waiter<Note> | undefined {
    if (known === undefined) return undefined;
    const line = [...(this.#lines.get(entityPlace(entity))?.values() ?? [])];
    return line
      .filter(({ version }) => version <= known + 1n)
      .reduce<Waiter<Note> | undefined>(
        (first, each) => (first && first.version < each.version ? first : each),
        undefined,
      );
  }

  release(waiter: Waiter<Note>): void {
    this.#leave(waiter);
    this.#released.push(waiter);
  }

  refuse(waiter: Waiter<Note>, reason: QuarantineReason): void {
    this.#leave(waiter);
    this.#refused.push({ waiter, reason });
  }

  isEmpty(place: string): boolean {
    return (this.#lines.get(place)?.size ?? 0) === 0;
  }

  /** Of those from before, which leave their table. */
  get released(): readonly HeldName[] {
    return this.#released.filter(({ fresh }) => !fresh);
  }

  get refused(): readonly (HeldName & { readonly reason: QuarantineReason })[] {
    return this.#refused.flatMap(({ waiter, reason }) =>
      waiter.fresh ? [] : { ...waiter, reason },
    );
  }

  /** Those of this batch, which enter their table. */
  get added(): readonly NewlyHeld[] {
    const waiting = [...this.#lines.values()].flatMap((line) => [...line.values()]);
    const all = [...waiting.map((waiter) => ({ waiter, reason: undefined })), ...this.#refused];
    return all.flatMap(({ waiter: { entity, fresh }, reason: refused }) => {
      if (!fresh) return [];
      const { hold, candidate } = fresh;
      const { event, relayedTo } = candidate;
      return [{ entity, event, relayedTo, hold, refused }];
    });
  }

  #leave({ entity, version }: Waiter<Note>): void {
    this.#lines.get(entityPlace(entity))?.delete(version);
  }
}
