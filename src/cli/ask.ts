import type { z } from 'zod';
import { limits, problem } from '#kernel';
import type { Io } from './io.js';
import { cliProblems } from './problems.js';

/** Which server, in words, and where. */
export interface Server {
  readonly what: 'registry' | 'gateway';
  readonly url: string;
  /** Name and password that stood in the address; nothing prints them. */
  readonly login?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, else the text. */
  readonly body: unknown;
}

const TIMEOUT_MS = 60_000;

/** The address of an option, without a slash at the end. */
export function serverAt(what: Server['what'], text: string): Server {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol))
    throw problem(cliProblems.URL_INVALID, { option: `--${what}`, value: text });
  if (url.username === '' && url.password === '') return { what, url: text.replace(/\/+$/, '') };
  const login = `${decoded(url.username)}:${decoded(url.password)}`;
  [url.username, url.password] = ['', ''];
  return { what, url: url.href.replace(/\/+$/, ''), login };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** One request. Any answer is an answer; only silence is a problem. */
export async function ask(
  io: Io,
  server: Server,
  path: string,
  init: RequestInit = {},
): Promise<Answer> {
  const headers = {
    ...authorized(io, server),
    ...(init.headers as Record<string, string> | undefined),
  };
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await io.fetch(`${server.url}${path}`, { ...init, headers, signal });
    const body = parsed(await textOf(response));
    return { status: response.status, headers: response.headers, body };
  } catch (error) {
    const { what, url } = server;
    throw problem(cliProblems.SERVER_UNREACHABLE, { what, url, why: reasonOf(error) });
  }
}

/** A request the server may have reasons to refuse; those are told as it told them. */
export async function wishFor(
  io: Io,
  server: Server,
  { path, status, init }: { path: string; status: number; init?: RequestInit },
): Promise<Answer> {
  const answer = await ask(io, server, path, init);
  if (answer.status === status) return answer;
  throw refusalIn(server, answer);
}

/** Why a server did not do what was wished for, or that it is not well. */
export function refusalIn(server: Server, answer: Answer): Error {
  const { detail } = (answer.body ?? {}) as { detail?: unknown };
  if (answer.status >= 500 || isDenied(answer) || typeof detail !== 'string')
    return unexpected(server, answer);
  return problem(cliProblems.WISH_REFUSED, { said: detail });
}

const isDenied = ({ status }: Answer): boolean => status === 401 || status === 403;

/** No further than an answer may be long: a server that never ends is no server of ours. */
async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const body: AsyncIterable<Uint8Array> | undefined = response.body ?? undefined;
  if (!body) return '';
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > limits.answerBytes.value)
      throw new Error(
        `its answer is longer than ${limits.answerBytes.value.toLocaleString('en')} bytes`,
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The key of whoever runs the command, where the server asks for one. */
function authorized({ env }: Io, { login }: Server): Record<string, string> {
  const key = env['CONCORDAT_KEY']?.trim();
  // RFC 9110 §5.5: anything else cannot be written into a header.
  if (key && !/^[\x21-\x7e]+$/.test(key)) throw problem(cliProblems.KEY_NOT_RIGHT, {});
  if (key) return { Authorization: `Bearer ${key}` };
  return login === undefined
    ? {}
    : { Authorization: `Basic ${Buffer.from(login).toString('base64')}` };
}

/** What an answer says, where it has the form it must have. */
export function understood<T>(server: Server, answer: Answer, shape: z.ZodType<T>): T {
  const read = shape.safeParse(answer.body);
  if (read.success) return read.data;
  throw unexpected(server, answer);
}

/** An answer nobody foresaw: said as it came. */
export function unexpected({ what, url }: Server, answer: Answer): Error {
  const { status, body, headers } = answer;
  const { detail, message } = (body ?? {}) as { detail?: unknown; message?: unknown };
  const words = [detail, message].find((each) => typeof each === 'string');
  const said =
    words ?? (typeof body === 'string' ? asPage(body) : 'JSON of another kind than expected.');
  const told = { what, url, status, said: said.slice(0, 500) };
  if (isDenied(answer)) return problem(cliProblems.SERVER_DENIED, told);
  const isNotYet = status === 503 && headers.has('retry-after');
  return problem(isNotYet ? cliProblems.SERVER_NOT_READY : cliProblems.SERVER_REFUSED, told);
}

const asPage = (text: string): string =>
  /^\s*</.test(text) ? 'a web page, where JSON was expected.' : text || 'nothing at all.';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it closed the connection',
  UND_ERR_SOCKET: 'it closed the connection',
  ENOTFOUND: 'no such host is known',
  EAI_AGAIN: 'no such host is known',
  ETIMEDOUT: 'the connection was not answered',
  UND_ERR_CONNECT_TIMEOUT: 'the connection was not answered',
};

/** `fetch failed` hides why in its cause. */
function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError') return `there was no answer within ${TIMEOUT_MS / 1000} s`;
  return REASONS[cause?.code ?? ''] ?? cause?.code ?? cause?.message ?? message;
}
