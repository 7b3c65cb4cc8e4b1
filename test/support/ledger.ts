/** The client's own book: what was acknowledged, and where it is said to stand. */
export interface Acknowledged {
  readonly id: string;
  readonly partition: number;
  readonly offset: number;
}

interface V2Answer {
  readonly offsets: readonly { partition?: number; offset?: number; error_code?: number | null }[];
}

/**
 * Sends numbered events, `clients` at a time and five to a request, until told to stop. A request
 * that fails is written off as unknown and never repeated: this book proves custody, not retries.
 */
export class Ledger {
  readonly acknowledged: Acknowledged[] = [];
  readonly unknown: string[] = [];
  readonly refused: string[] = [];
  private next = 0;
  private isStopping = false;
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly url: () => string,
    private readonly topic: string,
  ) {}

  start(clients: number): void {
    this.running = Promise.all(Array.from({ length: clients }, () => this.client()));
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    await this.running;
  }

  private async client(): Promise<void> {
    while (!this.isStopping) await this.send();
  }

  private async send(): Promise<void> {
    const ids = Array.from({ length: 5 }, () => `event-${this.next++}`);
    try {
      const answer = await fetch(`${this.url()}/topics/${this.topic}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/vnd.kafka.json.v2+json' },
        body: JSON.stringify({ records: ids.map((id) => ({ key: id, value: { id } })) }),
        signal: AbortSignal.timeout(20_000),
      });
      if (answer.status !== 200) return void this.refused.push(...ids);
      const { offsets } = (await answer.json()) as V2Answer;
      offsets.forEach(({ partition, offset }, i) => {
        const id = ids[i] ?? '';
        if (typeof partition === 'number' && typeof offset === 'number')
          this.acknowledged.push({ id, partition, offset });
        else this.refused.push(id);
      });
    } catch {
      this.unknown.push(...ids);
      await new Promise((done) => setTimeout(done, 20));
    }
  }
}
