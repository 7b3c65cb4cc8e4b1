/** Socket errors of a peer that is away, as Node names them. */
const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
]);
/** PostgreSQL: class 08 connection exceptions, class 57 operator intervention, 53300 too many. */
const SQLSTATE = /^(08...|57P0.|53300)$/;
const SENTENCE =
  /connection terminated|timeout exceeded when trying to connect|connection error|not queryable/i;

/**
 * Tells an outage of a store or broker (ask again later, answer 503) from a bug (answer 500).
 * Looks through `cause` and TypeORM's `driverError`.
 */
export function isOutage(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 4) return false;
  const { code, driverError, cause, errors } = error as Error & {
    code?: unknown;
    driverError?: unknown;
    errors?: unknown;
  };
  if (typeof code === 'string' && (SOCKET_CODES.has(code) || SQLSTATE.test(code))) return true;
  if (SENTENCE.test(error.message)) return true;
  if (Array.isArray(errors) && errors.some((inner) => isOutage(inner, depth + 1))) return true;
  return isOutage(driverError, depth + 1) || isOutage(cause, depth + 1);
}
