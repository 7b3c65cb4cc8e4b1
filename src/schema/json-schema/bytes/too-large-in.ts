/** What ended a work that grew beyond memory, the stack or our limits; any other error goes on. */
export function tooLargeIn(error: unknown): RangeError {
  if (!(error instanceof RangeError)) throw error;
  return error;
}
