import { type Answer, ask, type Server, unexpected } from '../ask.js';
import type { Io } from '../io.js';

/** Who is asking, where the key in CONCORDAT_KEY is not meant. */
export interface Credentials {
  readonly user?: string | undefined;
  readonly token?: string | undefined;
}

/** One registry that speaks the dialect. Every request is bounded in time by `ask`. */
export class RegistryDoor {
  readonly #io: Io;
  readonly #headers: Readonly<Record<string, string>>;

  /** @param credentials absent for our own registry, which takes CONCORDAT_KEY; nobody else is sent it */
  constructor(
    io: Io,
    readonly server: Server,
    credentials?: Credentials,
  ) {
    this.#io = credentials ? { ...io, env: {} } : io;
    this.#headers = {
      accept: 'application/vnd.schemaregistry.v1+json, application/json',
      ...(credentials ? authorizationOf(credentials) : {}),
    };
  }

  /** Whatever was answered; 5xx and a refused key are no answers. */
  async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers = {
      ...this.#headers,
      ...(body === undefined ? {} : { 'content-type': 'application/vnd.schemaregistry.v1+json' }),
    };
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await ask(this.#io, this.server, path, { method, headers, ...init });
    if (answer.status >= 500 || answer.status === 401 || answer.status === 403)
      throw unexpected(this.server, answer);
    return answer;
  }

  /** The body, or `undefined` where there is nothing of the kind. */
  async find<T>(path: string): Promise<T | undefined> {
    const answer = await this.ask('GET', path);
    if (answer.status === 200) return answer.body as T;
    // 405: a registry that has the address for writing only; 422: one without that kind of scope.
    if ([400, 404, 405, 422].includes(answer.status)) return undefined;
    throw unexpected(this.server, answer);
  }

  async change(method: 'PUT' | 'DELETE', path: string, body?: unknown): Promise<void> {
    const answer = await this.ask(method, path, body);
    if (answer.status >= 300) throw unexpected(this.server, answer);
  }
}

function authorizationOf({ user, token }: Credentials): Record<string, string> {
  if (token) return { Authorization: `Bearer ${token}` };
  return user ? { Authorization: `Basic ${Buffer.from(user).toString('base64')}` } : {};
}

/** What the server said, for a person. */
export const saidIn = ({ status, body }: Answer): string => {
  const { message, error_code: code = status } = (body ?? {}) as {
    message?: string;
    error_code?: number;
  };
  return message === undefined ? `${status}` : `${code} ${message}`;
};
