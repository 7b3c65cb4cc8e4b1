/** Sockets that never opened. */
const UNOPENED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH']);
/**
 * PostgreSQL answered, and with that the transaction was undone: class 53, insufficient resources; or
 * it took nobody in: 57P03, it starts or stops.
 */
const UNDONE = /^(53...|57P03)$/;
const NEVER_ASKED =
  /timeout exceeded when trying to connect|driver not connected|connection is not yet established|pool after calling end/i;

/**
 * Of an outage of PostgreSQL, whether it certainly stored nothing. A connection that broke under way
 * may have carried the commit there and lost its answer on the way back.
 */
export function isNotStored(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 4) return false;
  const { code, message, driverError, cause } = error as Partial<Error> & {
    code?: unknown;
    driverError?: unknown;
  };
  if (typeof code === 'string' && (UNOPENED.has(code) || UNDONE.test(code))) return true;
  if (message !== undefined && NEVER_ASKED.test(message)) return true;
  return isNotStored(driverError, depth + 1) || isNotStored(cause, depth + 1);
}
