import type { ProblemRow } from '#kernel';

const row = <Args = void>(problem: ProblemRow<Args>) => problem;

/** What can go wrong before or behind any module. */
export const appProblems = {
  STORE_UNREACHABLE: row({
    code: 'STORE_UNREACHABLE',
    http: 503,
    confluent: 50301,
    title: 'Storage is away',
    message: () => 'PostgreSQL cannot be reached, so nothing was read or stored.',
    hint: () => 'Ask again after Retry-After; Concordat reconnects by itself.',
  }),
  METRICS_INCOMPLETE: row({
    code: 'METRICS_INCOMPLETE',
    http: 503,
    confluent: 503,
    title: 'Metrics incomplete',
    message: () => 'A process behind this port did not tell its counts, so the sum would be wrong.',
    hint: () => 'Ask again; a process that ended is replaced by itself.',
  }),
  ROUTE_UNKNOWN: row<string>({
    code: 'ROUTE_UNKNOWN',
    http: 404,
    confluent: 404,
    title: 'No such address',
    message: (detail) => `There is nothing at this address: ${detail}.`,
    hint: () => 'docs/http-api.md lists every address.',
  }),
  METHOD_NOT_ALLOWED: row<{ method: string; methods: readonly string[] }>({
    code: 'METHOD_NOT_ALLOWED',
    http: 405,
    confluent: 405,
    title: 'Method not allowed',
    message: ({ method, methods }) =>
      `HTTP 405 Method Not Allowed: this address answers ${methods.join(', ')}, not ${method}.`,
  }),
  BODY_TOO_LARGE: row({
    code: 'BODY_TOO_LARGE',
    http: 413,
    confluent: 413,
    title: 'Body too large',
    message: () => 'The body is larger than this address takes; nothing of it was stored.',
    hint: () => 'Send fewer events at a time; docs/limits.md has the numbers.',
  }),
  MEDIA_TYPE_UNSUPPORTED: row({
    code: 'MEDIA_TYPE_UNSUPPORTED',
    http: 415,
    confluent: 415,
    title: 'Media type not taken here',
    message: () => 'This address does not take the Content-Type or Content-Encoding of the body.',
    hint: () => 'Send it uncompressed, as one of the types in docs/http-api.md.',
  }),
  HEAD_TOO_LARGE: row({
    code: 'HEAD_TOO_LARGE',
    http: 431,
    title: 'Request Header Fields Too Large',
    message: () => 'Address and headers together are longer than 16 KiB; nothing was read.',
    hint: () => 'Send fewer headers, or a shorter address.',
  }),
  REQUEST_TOO_SLOW: row({
    code: 'REQUEST_TOO_SLOW',
    http: 408,
    title: 'Request Timeout',
    message: () =>
      'The request did not arrive in time, a minute at most; nothing of it was stored.',
    hint: () => 'Send it again, all of it.',
  }),
  CONNECTIONS_FULL: row({
    code: 'CONNECTIONS_FULL',
    http: 503,
    confluent: 503,
    title: 'Too many connections',
    message: () =>
      'As many connections as this process takes are at work, so nothing was done for this one.',
    hint: () => 'Come again after Retry-After, on fewer connections if you hold many.',
  }),
  REQUEST_MALFORMED: row<string>({
    code: 'REQUEST_MALFORMED',
    http: 400,
    confluent: 400,
    title: 'Request malformed',
    message: (detail) => `The request cannot be understood: ${detail}.`,
  }),
  BUG: row({
    code: 'BUG',
    http: 500,
    confluent: 500,
    title: 'A bug in Concordat',
    message: () => 'Concordat met a bug of its own; nothing of this request is certain.',
    hint: () => 'The log has the details; please report them.',
  }),
} as const;
