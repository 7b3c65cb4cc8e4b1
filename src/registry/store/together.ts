import { isOutage } from '#kernel';
import type { Sql } from './sql.js';

/** One statement for many keys; the answer for each, in their order. */
type AskAll<Key, Value> = (sql: Sql, keys: readonly Key[]) => Promise<readonly Value[]>;

interface Call<Key, Value> {
  readonly key: Key;
  readonly settle: (value: Value) => void;
  readonly refuse: (error: unknown) => void;
}

/** Statements of one kind under way on one pool; what comes meanwhile is the next statement. */
const UNDER_WAY_MAX = 2;
/** Keys in one statement. */
const KEYS_MAX = 128;

/**
 * Calls of one kind, made while the event loop turns once or a statement of that kind is under way,
 * become one statement. Nothing is remembered: each answer was read after its call began, so what
 * another registry committed before the call is in it.
 */
export function together<Key, Value>(
  askAll: AskAll<Key, Value>,
): (sql: Sql, key: Key) => Promise<Value> {
  const lanes = new WeakMap<Sql, Lane<Key, Value>>();
  return (sql, key) => {
    const lane = lanes.get(sql) ?? new Lane((keys: readonly Key[]) => askAll(sql, keys));
    lanes.set(sql, lane);
    return lane.ask(key);
  };
}

class Lane<Key, Value> {
  private readonly waiting: Call<Key, Value>[] = [];
  private underWay = 0;
  private isScheduled = false;

  constructor(private readonly askAll: (keys: readonly Key[]) => Promise<readonly Value[]>) {}

  ask(key: Key): Promise<Value> {
    return new Promise((settle, refuse) => {
      this.waiting.push({ key, settle, refuse });
      this.schedule();
    });
  }

  /** After the requests that have arrived by now have been read too. */
  private schedule(): void {
    if (this.isScheduled || this.underWay >= UNDER_WAY_MAX || this.waiting.length === 0) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      const calls = this.waiting.splice(0, KEYS_MAX);
      this.underWay++;
      void this.carryOut(calls).finally(() => {
        this.underWay--;
        this.schedule();
      });
      this.schedule();
    });
  }

  /** One key the database refuses is no reason to refuse the others. */
  private async carryOut(calls: readonly Call<Key, Value>[]): Promise<void> {
    try {
      const values = await this.askAll(calls.map(({ key }) => key));
      calls.forEach(({ settle }, i) => settle(values[i] as Value));
    } catch (error) {
      if (calls.length === 1 || isOutage(error)) calls.forEach(({ refuse }) => refuse(error));
      else for (const call of calls) await this.carryOut([call]);
    }
  }
}

/** A transaction that many may use at once: it carries out one statement after the other. */
export function inTurn(tx: Sql): Sql {
  let last: Promise<unknown> = Promise.resolve();
  return {
    query(text, parameters) {
      const mine = last.then(() => tx.query(text, parameters));
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}
