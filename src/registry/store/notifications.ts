import { Client, type ClientConfig } from 'pg';

const RETRY_MS = 500;
/** A connection that died without a word is found out within this time. */
const PROOF_OF_LIFE_MS = 2_000;

export interface NotificationEars {
  readonly heard: (payload: string) => void;
  /** Whether from now on everything is heard. What was said before, or meanwhile, was not. */
  readonly isListening: (isListening: boolean) => void;
}

/** Hears one channel of PostgreSQL, on a connection of its own, and tells when it does not. */
export class Notifications {
  private client: Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isOver = false;

  constructor(
    private readonly connection: ClientConfig,
    private readonly channel: string,
    private readonly ears: NotificationEars,
  ) {}

  async start(): Promise<void> {
    const client = new Client({
      ...this.connection,
      connectionTimeoutMillis: 3_000,
      query_timeout: PROOF_OF_LIFE_MS,
    });
    this.client = client;
    client.on('notification', ({ payload = '' }) => this.ears.heard(payload));
    client.on('error', () => this.again(client));
    client.on('end', () => this.again(client));
    try {
      await client.connect();
      await client.query(`LISTEN ${this.channel}`);
      if (this.client !== client) return;
      this.ears.isListening(true);
      this.timer = setTimeout(() => void this.proveLife(client), PROOF_OF_LIFE_MS).unref();
    } catch {
      this.again(client);
    }
  }

  async stop(): Promise<void> {
    this.isOver = true;
    clearTimeout(this.timer);
    await this.client?.end().catch(() => undefined);
  }

  private async proveLife(client: Client): Promise<void> {
    try {
      await client.query('SELECT 1');
      if (this.client !== client || this.isOver) return;
      this.timer = setTimeout(() => void this.proveLife(client), PROOF_OF_LIFE_MS).unref();
    } catch {
      this.again(client);
    }
  }

  /** Several events may tell of one loss: after the first the client is another. */
  private again(lost: Client): void {
    if (this.isOver || this.client !== lost) return;
    this.client = undefined;
    clearTimeout(this.timer);
    this.ears.isListening(false);
    lost.removeAllListeners('notification');
    void lost.end().catch(() => undefined);
    this.timer = setTimeout(() => void this.start(), RETRY_MS).unref();
  }
}
