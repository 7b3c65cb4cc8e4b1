/** Socket errors of a peer that is away, as Node names them. */
const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
]);
/**
 * PostgreSQL: class 08 connection exceptions, class 57 operator intervention, class 53 insufficient
 * resources: a full disk, no memory, too many connections.
 */
const SQLSTATE = /^(08...|57P0.|53...)$/;
/**
 * pg's words, then TypeORM's: when a connection breaks between two statements of a transaction, it
 * gives the connection back at once and says of the second statement only that it was given back.
 * Before the first connection it says that its driver is not connected; after the last, while a process ends
 * and somebody still asks, that there is none or that the pool has ended. A peer that hangs is a query that
 * was not answered in time.
 */
const SENTENCE =
  /connection terminated|timeout exceeded when trying to connect|connection error|not queryable|query read timeout|driver not connected|connection is not yet established|pool after calling end|(query runner|connection provided by a query runner) (was )?already released/i;

/**
 * Tells an outage of a store or broker (ask again later, answer 503) from a bug (answer 500).
 * Looks through `cause` and TypeORM's `driverError`.
 */
export function isOutage(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 4) return false;
  // Not `instanceof Error`: an error may come from another realm (a worker, a VM context).
  const { code, message, driverError, cause, errors } = error as Partial<Error> & {
    code?: unknown;
    driverError?: unknown;
    errors?: unknown;
  };
  if (typeof code === 'string' && (SOCKET_CODES.has(code) || SQLSTATE.test(code))) return true;
  if (message !== undefined && SENTENCE.test(message)) return true;
  if (Array.isArray(errors) && errors.some((inner) => isOutage(inner, depth + 1))) return true;
  return isOutage(driverError, depth + 1) || isOutage(cause, depth + 1);
}
