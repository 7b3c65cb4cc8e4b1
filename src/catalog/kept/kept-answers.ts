/**
 * Answers that hold as long as a state does: they are dropped when it is another one, when they are
 * too many, and after a minute, should the state not tell everything.
 */
export class KeptAnswers<T> {
  private readonly kept = new Map<string, T>();
  private state: unknown;
  private since = -Infinity;

  constructor(
    private readonly keptMax: number,
    private readonly freshMs = 60_000,
  ) {}

  of(state: unknown, key: string, make: () => T): T {
    const isOld = performance.now() - this.since > this.freshMs;
    const isFull = this.kept.size >= this.keptMax && !this.kept.has(key);
    if (this.state !== state || isOld || isFull) this.clear(state);
    const known = this.kept.get(key) ?? make();
    this.kept.set(key, known);
    return known;
  }

  forget(key: string): void {
    this.kept.delete(key);
  }

  private clear(state: unknown): void {
    this.kept.clear();
    this.state = state;
    this.since = performance.now();
  }
}
