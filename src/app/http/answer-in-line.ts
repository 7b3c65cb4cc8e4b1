import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { limits } from '#kernel';

/** Requests of one connection that came before an earlier one was answered. */
interface Line {
  atWork: number;
  readonly waiting: (() => void)[];
}

const lines = new WeakMap<Socket, Line>();

/**
 * Answers of one connection leave in the order of its requests, so all that is ready behind an answer nobody
 * reads is kept in memory. A connection has so many at work; the others wait, and what comes behind them stays
 * in the sender's own network until all of them had their turn. As a hook in front of everything.
 */
export function answerInLine(
  { raw }: FastifyRequest,
  reply: FastifyReply,
  begin: () => void,
): void {
  // Only what waits for an earlier answer has no socket yet.
  if (reply.raw.socket !== null) return begin();
  const { socket } = raw;
  const line = lines.get(socket) ?? { atWork: 0, waiting: [] };
  lines.set(socket, line);
  const start = () => {
    line.atWork++;
    reply.raw.once('close', () => {
      line.atWork--;
      line.waiting.shift()?.();
      if (line.waiting.length === 0) socket.resume();
    });
    begin();
  };
  if (line.atWork < limits.requestsAhead.value) return start();
  line.waiting.push(start);
  socket.pause();
}
