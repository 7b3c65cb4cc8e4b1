/** The error, where it is of a kind that is thrown on purpose; any other is a bug of ours, and goes on. */
export function thrownAs<E>(kind: abstract new (...args: never[]) => E, error: unknown): E {
  if (!(error instanceof kind)) throw error;
  return error;
}
