import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { answerUnderWay } from './answer-under-way.js';
import { isStreaming } from './leave-streams-unread.js';

const LOOK_EVERY_MS = 500;
/** Of those for whom nobody gives way, so many hear why before they go. */
export const GUESTS_MOST = 100;

/** The connections of one address, who kept us waiting first in front; of each what was written to it by then. */
type Neighbours = Map<Socket, number>;

/**
 * Once there are as many connections as there may be, a new one takes the place of one from which something
 * has to come first: it says nothing, or no whole request, or does not read its answer. Of the address with the
 * most connections, and there whoever keeps us waiting longest: a thousand strangers behind one address take
 * nothing from anybody else. No request at work is ever ended. Where nobody gives way, it comes in as a guest.
 */
export class OpenConnections {
  private readonly open = new Map<Socket, Neighbours>();
  private readonly byAddress = new Map<string, Neighbours>();
  private readonly guests = new Set<Socket>();
  /** The neighbours who are most. */
  private most: Neighbours = new Map();

  /** @param tellTooSlow answers a request that has not wholly come */
  constructor(
    server: Server,
    private readonly room: number,
    private readonly tellTooSlow: (socket: Socket) => void,
  ) {
    server.maxConnections = room + GUESTS_MOST;
    server.on('connection', (socket: Socket) => this.welcome(socket));
    const looking = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
    server.once('close', () => clearInterval(looking));
  }

  /** A guest hears of nothing but the health of the process. */
  isGuest(socket: Socket): boolean {
    return this.guests.has(socket);
  }

  /** Whoever is at work, or was since the last look, goes to the end of its line. */
  look(): void {
    this.most = new Map();
    for (const [address, neighbours] of this.byAddress) {
      if (neighbours.size === 0) this.byAddress.delete(address);
      this.compare(neighbours);
      for (const [socket, written] of [...neighbours]) {
        if (socket.bytesWritten === written && keepsWaiting(socket)) continue;
        neighbours.delete(socket);
        neighbours.set(socket, socket.bytesWritten);
      }
    }
  }

  private welcome(socket: Socket): void {
    const isFull = this.open.size >= this.room;
    const last = isFull ? this.lastToMove() : undefined;
    if (last) this.letGo(last);
    else if (isFull) this.guests.add(socket);
    const address = addressOf(socket);
    const neighbours = this.byAddress.get(address) ?? new Map<Socket, number>();
    this.byAddress.set(address, neighbours.set(socket, 0));
    this.open.set(socket, neighbours);
    this.compare(neighbours);
    socket.once('close', () => this.forget(socket));
  }

  private compare(neighbours: Neighbours): void {
    if (neighbours.size > this.most.size) this.most = neighbours;
  }

  private lastToMove(): Socket | undefined {
    const ofMost = longestOf(this.most);
    if (ofMost) return ofMost;
    for (const neighbours of this.byAddress.values()) {
      const longest = longestOf(neighbours);
      if (longest) return longest;
    }
    return undefined;
  }

  private letGo(socket: Socket): void {
    this.forget(socket);
    if (hasBegun(socket)) this.tellTooSlow(socket);
    // It goes in any case: who is told something has what is on the way, and who reads nothing has not.
    if (socket.writableEnded) socket.destroySoon();
    else socket.destroy();
  }

  private forget(socket: Socket): void {
    this.open.get(socket)?.delete(socket);
    this.open.delete(socket);
    this.guests.delete(socket);
    if (this.open.size <= this.room) this.guests.clear();
  }
}

function longestOf(neighbours: Neighbours): Socket | undefined {
  for (const [socket, written] of neighbours)
    if (socket.bytesWritten === written && keepsWaiting(socket)) return socket;
  return undefined;
}

/** Is it the other side's turn? */
function keepsWaiting(socket: Socket): boolean {
  if (socket.writableLength > 0) return true;
  const answer = answerUnderWay(socket);
  return !answer || (!answer.req.complete && !isStreaming(answer));
}

/** Has some of a request come? Of one whose connection has had an answer before it is not known. */
const hasBegun = (socket: Socket): boolean =>
  answerUnderWay(socket)?.req.complete === false ||
  (socket.bytesRead > 0 && socket.bytesWritten === 0);

/** Whoever has one address of IPv6 has 2^64 of them: the first four groups. An address of IPv4 is itself. */
const addressOf = ({ remoteAddress = '' }: Socket): string =>
  remoteAddress.includes('.') ? remoteAddress : remoteAddress.split(':', 4).join(':');
