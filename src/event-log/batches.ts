import { isOutage } from '#kernel';
import type { WaitingRoom } from './waiting-room.js';

/** What `Batches` needs to know about its work. */
export interface BatchWork<Item, Result> {
  /** Does the items of several callers at once; one result per item, in the order given. */
  readonly run: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly bytesOf: (item: Item) => number;
  /** What a caller hears when too much is waiting already. */
  readonly whenFull: () => Error;
  readonly room: WaitingRoom;
  readonly batchItemsMax: number;
  readonly batchBytesMax: number;
}

interface Waiting<Item, Result> {
  readonly items: readonly Item[];
  readonly bytes: number;
  readonly resolve: (results: readonly Result[]) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Group commit: while one transaction is under way, callers gather for the next. A single caller
 * never waits for company; a crowd shares one fsync. One transaction at a time keeps every
 * caller's order, and what waits is bounded.
 */
export class Batches<Item, Result> {
  private readonly queue: Waiting<Item, Result>[] = [];
  private underWay: Promise<void> | undefined;

  constructor(private readonly work: BatchWork<Item, Result>) {}

  /** All items of one caller share one fate. */
  add(items: readonly Item[]): Promise<readonly Result[]> {
    if (items.length === 0) return Promise.resolve([]);
    const bytes = items.reduce((sum, item) => sum + this.work.bytesOf(item), 0);
    if (!this.work.room.enter(items.length, bytes)) return Promise.reject(this.work.whenFull());
    return new Promise((resolve, reject) => {
      this.queue.push({ items, bytes, resolve, reject });
      this.underWay ??= this.empty();
    });
  }

  /** Resolves when nothing waits and nothing is under way. */
  async settled(): Promise<void> {
    while (this.underWay) await this.underWay;
  }

  private async empty(): Promise<void> {
    await Promise.resolve(); // Callers of the same turn of the event loop go together.
    while (this.queue.length > 0) await this.together(this.take());
    this.underWay = undefined;
  }

  private take(): Waiting<Item, Result>[] {
    let items = 0;
    let bytes = 0;
    let callers = 0;
    for (const waiting of this.queue) {
      items += waiting.items.length;
      bytes += waiting.bytes;
      const isTooMuch = items > this.work.batchItemsMax || bytes > this.work.batchBytesMax;
      if (callers > 0 && isTooMuch) break;
      callers++;
    }
    const taken = this.queue.splice(0, callers);
    for (const waiting of taken) this.work.room.leave(waiting.items.length, waiting.bytes);
    return taken;
  }

  private async together(callers: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.work.run(callers.flatMap(({ items }) => items));
      let from = 0;
      for (const { items, resolve } of callers) {
        resolve(results.slice(from, (from += items.length)));
      }
    } catch (error) {
      // Nobody pays for another caller's event, where the database said that nothing was stored.
      if (callers.length > 1 && isRolledBack(error)) {
        for (const caller of callers) await this.together([caller]);
      } else {
        for (const { reject } of callers) reject(error);
      }
    }
  }
}

/** The server itself refused: SQLSTATE classes data, integrity, rollback, limits. */
function isRolledBack(error: unknown): boolean {
  if (isOutage(error) || !(error instanceof Error)) return false;
  const { code, driverError } = error as Error & { code?: unknown; driverError?: unknown };
  if (typeof code === 'string') return /^(22|23|40|54)...$/.test(code);
  return isRolledBack(driverError);
}
