import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The answer a connection is at; as Node keeps it: what it would write itself depends on it, too. */
export const answerUnderWay = (socket: Socket): ServerResponse | undefined =>
  (socket as { _httpMessage?: ServerResponse | null })._httpMessage ?? undefined;
