import { surroundings } from '../shell/surroundings';
import { exactJson } from './exact-json';
import type { Reason } from './answers';

export interface ToldProblem {
  readonly title?: string;
  readonly detail?: string;
  readonly code?: string;
  readonly pointer?: string;
  readonly violations?: readonly Reason[];
}

/** The server’s own sentence about what went wrong (RFC 9457), fit to be shown as it is. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(
    readonly status: number,
    readonly title: string,
    detail: string,
    /** The rest of what it told. */
    readonly told: ToldProblem = {},
  ) {
    super(detail);
  }
}

/** Whether the server says that there is no such thing. */
export const isMissing = (error: unknown): error is Refused =>
  error instanceof Refused && error.status === 404;

const AWAY = new Refused(
  0,
  'Concordat does not answer',
  'The catalog cannot reach its server. It keeps asking; when the server is back this page is too.',
);

/** The browser's own cache answers an unchanged page: the server says 304, we see the old body. */
export const fetchJson = <T>(path: string, signal?: AbortSignal): Promise<T> =>
  ask(path, { signal: signal ?? null, headers: { Accept: 'application/json' } });

/** Text that is sent as JSON, whether it is or not: the server says what is wrong with it. */
export const postText = <T>(path: string, body: string, type = 'application/json'): Promise<T> =>
  ask(path, { method: 'POST', headers: { 'Content-Type': type }, body });

/** As `postText`, and numbers of the answer keep their digits when it is written as JSON again. */
export const postTextExactly = <T>(path: string, body: string, type: string): Promise<T> =>
  ask(path, { method: 'POST', headers: { 'Content-Type': type }, body }, exactJson);

async function ask<T>(
  path: string,
  init: RequestInit,
  read: (text: string) => unknown = JSON.parse,
): Promise<T> {
  const answer = await surroundings()
    .ask(path, init)
    .catch((cause: unknown) => {
      throw init.signal?.aborted ? cause : AWAY;
    });
  const body = await answer
    .text()
    .then(read)
    .catch(() => undefined);
  if (answer.ok && body !== undefined) return body as T;
  const told = (body ?? {}) as ToldProblem;
  throw new Refused(
    answer.status,
    told.title ?? 'The answer cannot be read',
    told.detail ?? `The server answered ${answer.status} without saying why.`,
    told,
  );
}
