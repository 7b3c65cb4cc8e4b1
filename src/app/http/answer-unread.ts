import type { Socket } from 'node:net';
import { problem } from '#kernel';
import { appProblems } from '../problems.js';
import { problemBody } from './problem-body.js';

/**
 * Answers what never became a request: its head was too large, no HTTP, or too long in coming. The
 * address is not known here, so members of both shapes stand together.
 */
export function answerUnread(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const told = problemOf(error.code);
  const { http } = told.row;
  const body = JSON.stringify({
    ...problemBody(told),
    error_code: http,
    message: told.message,
  });
  socket.end(
    [
      `HTTP/1.1 ${http} ${told.row.title}`,
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

function problemOf(code: string | undefined) {
  if (code === 'HPE_HEADER_OVERFLOW') return problem(appProblems.HEAD_TOO_LARGE, undefined);
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return problem(appProblems.REQUEST_TOO_SLOW, undefined);
  return problem(appProblems.REQUEST_MALFORMED, 'it is not HTTP/1.1');
}
