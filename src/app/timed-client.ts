import type { Socket } from 'node:net';
import { Client, Query } from 'pg';

/** A peer that is gone without a word must become an outage, not a wait without end. */
const QUERY_TIMEOUT_MS = 20_000;

type Told = (error: Error | null | undefined, result?: unknown) => void;
type Timed = Query & { callback?: Told };

/**
 * pg's client, with a limit to the time an answer may take.
 *
 * pg has such a limit, too, and writes `query.callback = () => …` for it. V8 puts a function that is
 * assigned to a property at once among the old objects, where it counts as alive until the whole heap is
 * looked through: with it every query that was over, its rows, and the requests that had waited for it.
 * At 3,800 requests a second into the event log that was a full collection in every second. So no
 * function here is assigned where it is written, nor does pg do it: it is given each query whole.
 */
export class TimedClient extends Client {
  override query(...asked: never[]): never {
    const [what, values, told] = asked as unknown as readonly [Timed | string, unknown, Told?];
    if (typeof what !== 'string' && 'submit' in what) return this.#send(what) as never;
    if (typeof values === 'function' || told) return this.#send(new Query(...asked)) as never;
    const answered = new Promise((resolve, reject) => {
      this.#send(new Query(...([what, values, tellingOf(resolve, reject)] as never[])));
    });
    return answered as never;
  }

  #send(query: Timed): Query {
    const told = query.callback ?? ignore;
    // The connection with it: an answer that still came would be taken for that of the next query.
    const late = (): void => {
      this.#connection.stream.destroy(new Error('Query read timeout'));
    };
    const timer = setTimeout(late, QUERY_TIMEOUT_MS);
    const inTime: Told = (error, result) => {
      clearTimeout(timer);
      told(error, result);
    };
    query.callback = inTime;
    return super.query(query);
  }

  get #connection(): { readonly stream: Socket } {
    return (this as never as { connection: { stream: Socket } }).connection;
  }
}

const ignore: Told = () => undefined;

/** On its own, so that what the query keeps of it is these two, and no words nor values. */
function tellingOf(resolve: (result: unknown) => void, reject: (error: Error) => void): Told {
  return (error, result) => {
    if (error) reject(error);
    else resolve(result);
  };
}
