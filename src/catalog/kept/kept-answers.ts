/**
 * Answers that hold as long as a state does: they are dropped when it is another one, when they are
 * too many, and after a minute, should the state not tell everything. One that failed is not kept.
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
    return this.kept.get(key) ?? this.made(key, make());
  }

  private made(key: string, answer: T): T {
    this.kept.set(key, answer);
    if (answer instanceof Promise)
      answer.catch(() => {
        if (this.kept.get(key) === answer) this.kept.delete(key);
      });
    return answer;
  }

  private clear(state: unknown): void {
    this.kept.clear();
    this.state = state;
    this.since = performance.now();
  }
}
