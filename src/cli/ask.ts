import { problem } from '#kernel';
import type { Io } from './io.js';
import { cliProblems } from './problems.js';

/** Which server, in words, and where. */
export interface Server {
  readonly what: 'registry' | 'gateway';
  readonly url: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, else the text. */
  readonly body: unknown;
}

const TIMEOUT_MS = 60_000;

/** The address of an option, without a slash at the end. */
export function serverAt(what: Server['what'], url: string): Server {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw problem(cliProblems.URL_INVALID, { option: `--${what}`, value: url });
  return { what, url: url.replace(/\/+$/, '') };
}

/** One request. Any answer is an answer; only silence is a problem. */
export async function ask(
  io: Io,
  server: Server,
  path: string,
  init: RequestInit = {},
): Promise<Answer> {
  try {
    const response = await io.fetch(`${server.url}${path}`, {
      ...init,
      headers: { ...authorized(io), ...(init.headers as Record<string, string> | undefined) },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parsed(text) };
  } catch (error) {
    throw problem(cliProblems.SERVER_UNREACHABLE, { ...server, why: reasonOf(error) });
  }
}

/** The key of whoever runs the command, where the server asks for one. */
const authorized = ({ env }: Io): Record<string, string> =>
  env['CONCORDAT_KEY'] ? { Authorization: `Bearer ${env['CONCORDAT_KEY']}` } : {};

/** An answer nobody foresaw: said as it came. */
export function unexpected(server: Server, { status, body }: Answer): Error {
  const { detail, message } = (body ?? {}) as { detail?: unknown; message?: unknown };
  const said =
    [detail, message, body].find((each) => typeof each === 'string') ?? 'nothing in words.';
  return problem(cliProblems.SERVER_REFUSED, {
    ...server,
    status,
    said: String(said).slice(0, 500),
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** `fetch failed` hides why in its cause. */
function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError') return `there was no answer within ${TIMEOUT_MS / 1000} s`;
  if (cause?.code === 'ECONNREFUSED') return 'nothing listens there';
  return cause?.code ?? cause?.message ?? message;
}
