/**
 * Answers that hold as long as a state does: they are dropped when it is another one and after a minute,
 * should the state not tell everything. Where they are too many the one asked for longest ago is
 * dropped. One that failed is not kept.
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
    if (this.state !== state || isOld) this.clear(state);
    const known = this.kept.get(key);
    if (known === undefined) return this.made(key, make());
    this.kept.delete(key);
    this.kept.set(key, known);
    return known;
  }

  private made(key: string, answer: T): T {
    this.kept.set(key, answer);
    const oldest = this.kept.keys().next();
    if (this.kept.size > this.keptMax && !oldest.done) this.kept.delete(oldest.value);
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
