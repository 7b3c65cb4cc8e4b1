import type { Server } from 'node:http';
import type { Socket } from 'node:net';

const LOOK_EVERY_MS = 500;

/**
 * What a client does not read waits in memory, and a client that reads a byte a second is not silent. Beyond
 * the most of such bytes, the connections that have been unread longest are closed.
 */
export class UnreadAnswers {
  private readonly open = new Set<Socket>();
  /** In the order in which they were found so. */
  private readonly unread = new Set<Socket>();

  constructor(
    server: Server,
    private readonly bytesMost: number,
  ) {
    server.on('connection', (socket: Socket) => this.watch(socket));
    const looking = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
    server.once('close', () => clearInterval(looking));
  }

  look(): void {
    let bytes = 0;
    for (const socket of this.open) {
      bytes += socket.writableLength;
      if (socket.writableLength > 0) this.unread.add(socket);
      else this.unread.delete(socket);
    }
    for (const oldest of this.unread) {
      if (bytes <= this.bytesMost) return;
      bytes -= oldest.writableLength;
      oldest.destroy();
    }
  }

  private watch(socket: Socket): void {
    this.open.add(socket);
    socket.once('close', () => {
      this.open.delete(socket);
      this.unread.delete(socket);
    });
  }
}
