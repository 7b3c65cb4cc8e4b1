import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Bytes of a connection up to the end of its latest request of this kind. */
const accountedFor = new WeakMap<Socket, number>();

/**
 * Nobody here speaks another protocol, so a request that asks for one is answered as if it did not. But Node throws
 * away what came with it in one piece and is no part of it, and the sender of a request behind it would wait for an
 * answer for ever. So such a connection ends with the answer, unless each byte of it is accounted for: Java's
 * HttpClient asks for HTTP/2 with each of its requests, and sends one at a time.
 */
export function closeBehindUpgrade(
  { raw }: FastifyRequest,
  reply: FastifyReply,
  done: () => void,
): void {
  if (raw.headers.upgrade !== undefined) closeUnlessAlone(raw, reply);
  done();
}

function closeUnlessAlone(raw: IncomingMessage, { raw: answer }: FastifyReply): void {
  const { socket, headers } = raw;
  const wouldStay = answer.shouldKeepAlive;
  const bodyBytes = Number(headers['content-length'] ?? 0);
  answer.shouldKeepAlive = false;
  if (headers['transfer-encoding'] !== undefined) return;
  const settle = () => {
    const end = (accountedFor.get(socket) ?? 0) + headBytesOf(raw) + bodyBytes;
    if (socket.bytesRead !== end) return;
    accountedFor.set(socket, end);
    answer.shouldKeepAlive = wouldStay;
  };
  if (bodyBytes === 0) settle();
  else raw.once('end', settle);
}

/** As clients write them: whoever writes more spaces is closed behind, which is no harm. */
function headBytesOf({ method = '', url = '', httpVersion, rawHeaders }: IncomingMessage): number {
  const line = `${method} ${url} HTTP/${httpVersion}\r\n`.length;
  return rawHeaders.reduce((sum, each) => sum + each.length + 2, line + 2);
}
