import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP door in front of a server that can be shut, to play a server that is away, or silent. */
export class PausableProxy {
  private readonly sockets = new Set<Socket>();
  private readonly pairs = new Map<Socket, Socket>();
  private isSilent = false;
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

  /** Keeps every connection and lets no byte through: half-open, as behind a dead router. */
  silence(): void {
    this.isSilent = true;
    for (const [from, to] of this.pairs) from.unpipe(to).pause();
  }

  /** What was held back flows. */
  speak(): void {
    this.isSilent = false;
    for (const [from, to] of this.pairs) from.pipe(to);
  }

  private join(client: Socket): void {
    const server = connect(this.target);
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
      this.pairs.set(from, to);
      if (!this.isSilent) from.pipe(to);
    }
  }
}
