/**
 * Work done now and then, one round at a time: a look during a round begins no second one. The last
 * round is waited for. Rounds tell their own failures.
 */
export class Rounds {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(private readonly round: () => Promise<void>) {}

  start(everyMs: number): void {
    this.timer = setInterval(() => this.look(), everyMs).unref();
  }

  look(): void {
    this.running ??= this.round().finally(() => (this.running = undefined));
  }

  async end(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }
}
