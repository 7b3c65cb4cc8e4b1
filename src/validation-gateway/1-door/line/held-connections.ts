import type { Socket } from 'node:net';
import { turns } from './turns.js';

const LOOK_EVERY_MS = 20;

interface Held {
  readonly sinceMs: number;
  readonly untilMs: number;
}

/**
 * Connections nobody reads from for a moment, because what they asked was refused. Who comes again before the time they
 * were told waits in their own socket then, and costs nothing; who keeps to it notices nothing.
 */
export class HeldConnections {
  private readonly held = new Map<Socket, Held>();
  private readonly fresh: Socket[] = [];
  /** Read again in this turn of the event loop, and since when they were held. */
  private readonly read = new Map<Socket, number>();
  private timer: NodeJS.Timeout | undefined;

  /** @param vacancies how many more would find room now */
  constructor(private readonly vacancies: () => number) {}

  get size(): number {
    return this.held.size;
  }

  /** Once the answer of this turn of the event loop is written, and what came of the body before is thrown away. */
  hold(socket: Socket, ms: number): void {
    if (this.fresh.length === 0) setImmediate(() => this.pauseFresh());
    this.fresh.push(socket);
    const sinceMs = performance.now();
    this.held.set(socket, { sinceMs, untilMs: sinceMs + ms });
    this.timer ??= setInterval(() => this.look(performance.now()), LOOK_EVERY_MS).unref();
  }

  /** How long what is read now may have waited there; nothing where it came just now. */
  waitedMs(socket: Socket): number | undefined {
    const sinceMs = this.read.get(socket);
    return sinceMs === undefined ? undefined : performance.now() - sinceMs;
  }

  releaseAll(): void {
    this.look(Infinity);
  }

  private pauseFresh(): void {
    for (const socket of this.fresh.splice(0)) if (this.held.has(socket)) socket.pause();
  }

  private look(nowMs: number): void {
    for (const [socket, { untilMs }] of this.held) {
      if (untilMs <= nowMs || socket.destroyed) this.release(socket);
    }
    this.fill(this.vacancies());
    if (this.held.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** Those held last first: who waits there has not waited for long, and is there to hear the answer. */
  private fill(vacancies: number): void {
    if (vacancies <= 0 || this.held.size === 0) return;
    for (const socket of [...this.held.keys()].slice(-vacancies).reverse()) this.release(socket);
  }

  private release(socket: Socket): void {
    const sinceMs = this.held.get(socket)?.sinceMs ?? 0;
    this.held.delete(socket);
    if (socket.destroyed) return;
    if (this.read.size === 0) void turns(2).then(() => this.read.clear());
    this.read.set(socket, sinceMs);
    socket.resume();
  }
}
