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

/** Whether the server says no: asked the same it will say the same. */
export const isRefusal = (error: unknown): error is Refused =>
  error instanceof Refused && error.status >= 400 && error.status < 500 && !isPassing(error);

/** Whether the server says that there is no such thing. */
export const isMissing = (error: unknown): error is Refused =>
  error instanceof Refused && error.status === 404;

export const AWAY = new Refused(
  0,
  'Concordat does not answer',
  'The catalog cannot reach its server: it was stopped, or the way to it is cut.',
);
/** Of what is done nobody knows whether it was done. */
const UNHEARD = new Refused(
  0,
  AWAY.title,
  'Concordat did not answer, so it may have been done or not. Look, and do it again if it was not; what you wrote is still here.',
);

/** No answer, or that of a proxy with no server behind it. */
const PROXIES_OWN = [502, 503, 504];

/** Whether it will be otherwise without anybody changing what is asked: it is asked again then. */
export const isPassing = (error: unknown): error is Refused =>
  error instanceof Refused && [0, 408, 429, ...PROXIES_OWN].includes(error.status);

/** Whether it is the server or its storage, and not what was asked of it. */
export const isAway = (error: unknown): error is Refused =>
  error instanceof Refused && (error.status === 0 || error.told.code === 'STORAGE_AWAY');

/** Longer than any answer takes that somebody still waits for. */
const SILENCE_MS = 20_000;

/** The browser's own cache answers an unchanged page: the server says 304, we see the old body. */
export const fetchJson = <T>(path: string, signal?: AbortSignal): Promise<T> =>
  ask(path, { signal: signal ?? null, headers: { Accept: 'application/json' } });

/** Text that is sent as JSON, whether it is or not: the server says what is wrong with it. */
export const postText = <T>(path: string, body: string, how: Posting = {}): Promise<T> => {
  const { type = 'application/json', signal = null } = how;
  return ask(path, { method: 'POST', headers: { 'Content-Type': type }, body, signal });
};

interface Posting {
  readonly type?: string;
  readonly signal?: AbortSignal;
}

/** As `postText`, and numbers of the answer keep their digits when it is written as JSON again. */
export const postTextExactly = <T>(path: string, body: string, type: string): Promise<T> =>
  ask(path, { method: 'POST', headers: { 'Content-Type': type }, body }, exactJson);

async function ask<T>(
  path: string,
  init: RequestInit,
  read: (text: string) => unknown = JSON.parse,
): Promise<T> {
  const silence = init.method === 'POST' ? UNHEARD : AWAY;
  const { status, ok, text } = await hear(path, init).catch((cause: unknown) => {
    throw init.signal?.aborted ? cause : silence;
  });
  const body = readOr(read, text);
  if (import.meta.env.SSR) surroundings().texts?.set(body, text);
  if (ok && body !== undefined) return body as T;
  const told = (body ?? {}) as ToldProblem;
  if (told.code === undefined && PROXIES_OWN.includes(status)) throw silence;
  throw new Refused(
    status,
    told.title ?? 'The answer cannot be read',
    told.detail ?? `The server answered ${status} without saying why.`,
    told,
  );
}

/** All of an answer; a server that is silent for long is as good as away. What is done may take its time. */
async function hear(path: string, init: RequestInit) {
  const over = new AbortController();
  const end = () => over.abort();
  init.signal?.addEventListener('abort', end);
  const timer = init.method === 'POST' ? undefined : setTimeout(end, SILENCE_MS);
  try {
    const answer = await surroundings().ask(path, { ...init, signal: over.signal });
    return { status: answer.status, ok: answer.ok, text: await answer.text() };
  } finally {
    clearTimeout(timer);
    init.signal?.removeEventListener('abort', end);
  }
}

function readOr(read: (text: string) => unknown, text: string): unknown {
  try {
    return read(text);
  } catch {
    return undefined;
  }
}
