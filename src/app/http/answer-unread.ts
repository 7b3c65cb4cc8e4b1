import type { Socket } from 'node:net';
import { problem, problemBody } from '#kernel';
import { appProblems } from '../problems.js';
import { answerUnderWay } from './answer-under-way.js';
import { isStreaming } from './leave-streams-unread.js';

const TOO_SLOW = 'ERR_HTTP_REQUEST_TIMEOUT';

/**
 * Answers what never became a request: its head was too large, no HTTP, or too long in coming. Answers to
 * earlier requests of the connection leave before, so that none is taken for another.
 */
export function answerUnread(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const answer = answerUnderWay(socket);
  if (answer?.req.complete) return void answer.once('close', () => answerUnread(error, socket));
  // A stream may take as long as it wants; that it is not silent is seen to elsewhere.
  if (answer && isStreaming(answer) && error.code === TOO_SLOW) return;
  if (answer?.headersSent) return void socket.destroy();
  socket.end(answerTo(error.code));
}

/** Of a connection that has to go before its request has wholly come. */
export const answerTooSlow = (socket: Socket): void =>
  answerUnread(Object.assign(new Error('no more room'), { code: TOO_SLOW }), socket);

/** The address is not known here, so members of both shapes stand together. */
function answerTo(code: string | undefined): string {
  const told = problemOf(code);
  const { http } = told.row;
  const body = JSON.stringify({
    ...problemBody(told),
    error_code: http,
    message: told.message,
  });
  return [
    `HTTP/1.1 ${http} ${told.row.title}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}

function problemOf(code: string | undefined) {
  if (code === 'HPE_HEADER_OVERFLOW') return problem(appProblems.HEAD_TOO_LARGE, undefined);
  if (code === TOO_SLOW) return problem(appProblems.REQUEST_TOO_SLOW, undefined);
  return problem(appProblems.REQUEST_MALFORMED, 'it is not HTTP/1.1');
}
