/** The server’s own sentence about what went wrong (RFC 9457), fit to be shown as it is. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(
    readonly status: number,
    readonly title: string,
    detail: string,
  ) {
    super(detail);
  }
}

const AWAY = new Refused(
  0,
  'Concordat does not answer',
  'The catalog cannot reach its server. It keeps asking; when the server is back this page is too.',
);

/** The browser's own cache answers an unchanged page: the server says 304, we see the old body. */
export async function fetchJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const answer = await fetch(path, {
    signal: signal ?? null,
    headers: { Accept: 'application/json' },
  }).catch((cause: unknown) => {
    throw signal?.aborted ? cause : AWAY;
  });
  const body: unknown = await answer.json().catch(() => undefined);
  if (answer.ok && body !== undefined) return body as T;
  const told = (body ?? {}) as { title?: string; detail?: string };
  throw new Refused(
    answer.status,
    told.title ?? 'The answer cannot be read',
    told.detail ?? `The server answered ${answer.status} without saying why.`,
  );
}
