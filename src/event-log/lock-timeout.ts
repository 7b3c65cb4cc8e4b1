/** SQLSTATE 55P03: somebody else held a lock for longer than this transaction wanted to wait. */
export const isLockTimeout = (error: unknown): boolean =>
  (error as { driverError?: { code?: unknown } } | undefined)?.driverError?.code === '55P03';
