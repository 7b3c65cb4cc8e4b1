import { Client, type ClientConfig } from 'pg';

const RETRY_MS = 1_000;

/**
 * Hears PostgreSQL say that something was published, on a connection of its own. Only a hint that
 * makes the next look earlier: the truth is the revision, which is asked for all the time.
 */
export class ContractWatch {
  private client: Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private isOver = false;

  constructor(
    private readonly connection: ClientConfig,
    private readonly channel: string,
    private readonly onHint: () => void,
  ) {}

  async start(): Promise<void> {
    const client = new Client(this.connection);
    this.client = client;
    client.on('notification', this.onHint);
    client.on('error', () => this.again(client));
    client.on('end', () => this.again(client));
    try {
      await client.connect();
      await client.query(`LISTEN ${this.channel}`);
      this.onHint();
    } catch {
      this.again(client);
    }
  }

  async stop(): Promise<void> {
    this.isOver = true;
    clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
  }

  /** An error and the end may both tell of one loss: the second finds the client gone. */
  private again(lost: Client): void {
    if (this.isOver || this.client !== lost) return;
    this.client = undefined;
    lost.removeAllListeners('notification');
    void lost.end().catch(() => undefined);
    this.retry = setTimeout(() => void this.start(), RETRY_MS).unref();
  }
}
