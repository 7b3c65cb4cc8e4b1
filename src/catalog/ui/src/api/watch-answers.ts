import type { Query, QueryCacheNotifyEvent, QueryClient } from '@tanstack/react-query';
import { isRefusal } from './fetch-json';

/** How the server is heard by the page that is shown. */
export type Hearing =
  | { readonly is: 'well' }
  /** Answers of the page are old for this reason, the oldest since then, where that is known. */
  | { readonly is: 'away'; readonly why: Error; readonly sinceMs: number | undefined }
  /** A question waits for long, and nothing says why. */
  | { readonly is: 'slow' }
  /** It was away until a moment ago. */
  | { readonly is: 'back' };

/** Who waits longer than this wonders. */
export const SLOW_MS = 4_000;
const BACK_MS = 5_000;
const WELL: Hearing = { is: 'well' };

/** Follows what becomes of the questions of a page, to say once what would else be said at each. */
export class WatchAnswers {
  private readonly failing = new Map<Query, Error>();
  private readonly waiting = new Map<Query, ReturnType<typeof setTimeout>>();
  private readonly slow = new Set<Query>();
  private readonly listeners = new Set<() => void>();
  private goodbye: ReturnType<typeof setTimeout> | undefined;
  private unfollow: (() => void) | undefined;
  private heard = WELL;

  constructor(private readonly queries: QueryClient) {}

  readonly now = (): Hearing => this.heard;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    this.unfollow ??= this.begin();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      this.unfollow?.();
      this.unfollow = undefined;
    };
  };

  /** What is on its way was asked before anybody listened. */
  private begin(): () => void {
    const cache = this.queries.getQueryCache();
    for (const query of cache.findAll({ fetchStatus: 'fetching' })) {
      const { fetchFailureReason } = query.state;
      if (fetchFailureReason) this.fail(query, fetchFailureReason);
      else this.expect(query);
    }
    this.tell();
    return cache.subscribe((event) => this.follow(event));
  }

  private follow(event: QueryCacheNotifyEvent): void {
    const query = event.query as Query;
    if (event.type === 'updated') {
      const { action } = event;
      if (action.type === 'fetch') this.expect(query);
      else if (action.type === 'failed' || action.type === 'error') this.fail(query, action.error);
      else if (action.type === 'success') this.forget(query);
      this.tell(action.type === 'success');
    } else if (event.type === 'removed' || event.type === 'observerRemoved') {
      if (!query.isActive()) this.forget(query);
      this.tell();
    } else if (event.type === 'observerAdded') this.tell();
  }

  private expect(query: Query): void {
    clearTimeout(this.waiting.get(query));
    const late = () => {
      this.slow.add(query);
      this.tell();
    };
    this.waiting.set(query, setTimeout(late, SLOW_MS));
  }

  private fail(query: Query, error: unknown): void {
    this.forget(query);
    if (!(error instanceof Error) || isRefusal(error)) return;
    // What nobody looks at need not be asked until there is an answer.
    if (!query.isActive()) queueMicrotask(() => void query.cancel({ revert: true }));
    else this.failing.set(query, error);
  }

  private forget(query: Query): void {
    clearTimeout(this.waiting.get(query));
    this.waiting.delete(query);
    this.slow.delete(query);
    this.failing.delete(query);
  }

  private tell(isAnswered = false): void {
    const heard = this.hear(isAnswered);
    if (isSame(heard, this.heard)) return;
    clearTimeout(this.goodbye);
    this.say(heard);
    if (heard.is === 'back') this.goodbye = setTimeout(() => this.say(WELL), BACK_MS);
  }

  private say(heard: Hearing): void {
    this.heard = heard;
    for (const listener of this.listeners) listener();
  }

  private hear(isAnswered: boolean): Hearing {
    const old = [...this.failing].filter(([query]) => isShown(query));
    const [first] = old;
    if (first) {
      const times = old.map(([{ state }]) => state.dataUpdatedAt).filter((ms) => ms > 0);
      const sinceMs = times.length > 0 ? Math.min(...times) : undefined;
      return { is: 'away', why: first[1], sinceMs };
    }
    // A page that has nothing to show says itself why.
    if (this.failing.size > 0) return WELL;
    if ([...this.slow].some((query) => query.isActive())) return { is: 'slow' };
    if (this.heard.is === 'back') return this.heard;
    return this.heard.is === 'away' && isAnswered ? { is: 'back' } : WELL;
  }
}

/** Also where it is the answer to what was asked before. */
const isShown = ({ observers }: Query) =>
  observers.some((observer) => observer.getCurrentResult().data !== undefined);

const isSame = (one: Hearing, other: Hearing) =>
  one.is === other.is &&
  (one.is !== 'away' ||
    (other.is === 'away' &&
      one.sinceMs === other.sinceMs &&
      one.why.message === other.why.message));
