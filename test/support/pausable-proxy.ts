import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { Transform, type TransformCallback } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** Hands on every chunk as long after it came as is wanted then, in order. */
class Late extends Transform {
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly delayMs: () => number) {
    super();
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    const due = sleep(this.delayMs());
    this.last = this.last.then(() => due).then(() => this.push(chunk));
    done();
  }

  override _flush(done: TransformCallback): void {
    void this.last.then(() => done());
  }
}

type Silence = 'all' | 'answers';

/** A TCP door in front of a server that can be shut, to play a server that is away, silent or slow. */
export class PausableProxy {
  private readonly sockets = new Set<Socket>();
  private readonly servers = new Set<Socket>();
  private readonly pairs = new Map<Socket, Socket | Late>();
  private delayMs: number | undefined;
  private silent: Silence | undefined;
  private server: Server | undefined;
  port = 0;

  constructor(private readonly target: { readonly host: string; readonly port: number }) {}

  /** Opens on the same port again after it was shut. */
  async open(): Promise<void> {
    const server = createServer((client) => this.join(client));
    server.listen(this.port, '127.0.0.1');
    await once(server, 'listening');
    this.server = server;
    const address = server.address();
    this.port = typeof address === 'object' && address ? address.port : 0;
  }

  /** Cuts every connection and refuses new ones; one that is shut stays so. */
  async shut(): Promise<void> {
    const { server } = this;
    this.server = undefined; // Shut twice it would wait for a second closing.
    const closed = server && once(server, 'close');
    server?.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  /**
   * Keeps every connection and lets no byte through: half-open, as behind a dead router. Or only no answer:
   * all that is asked is heard and done, and nobody learns of it.
   */
  silence(of: Silence = 'all'): void {
    this.silent = of;
    for (const [from, to] of this.pairs) if (!this.mayFlow(from)) from.unpipe(to).pause();
  }

  /** What was held back flows. */
  speak(): void {
    const held = [...this.pairs].filter(([from]) => !this.mayFlow(from));
    this.silent = undefined;
    for (const [from, to] of held) from.pipe(to);
  }

  /** From now on each way takes so long, for connections made after the first call. */
  delay(ms: number): void {
    this.delayMs = ms;
  }

  private mayFlow(from: Socket): boolean {
    return !this.silent || (this.silent === 'answers' && !this.servers.has(from));
  }

  private join(client: Socket): void {
    const server = connect(this.target);
    this.servers.add(server);
    server.on('close', () => this.servers.delete(server));
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.sockets.delete(from);
        this.pairs.delete(from);
        to.destroy();
      });
      const next = this.delayMs === undefined ? to : new Late(() => this.delayMs ?? 0);
      if (next !== to) next.pipe(to);
      this.pairs.set(from, next);
      if (this.mayFlow(from)) from.pipe(next);
    }
  }
}
