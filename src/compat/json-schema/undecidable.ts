/**
 * The procedure met something it cannot decide, or spent its budget. Thrown inside the engine
 * only; `decide` turns it into the verdict `undecided`, so it never reaches a caller.
 */
export class Undecidable extends Error {
  override readonly name = 'Undecidable';
  /** @param reason one clause without a full stop @param pointer the keyword at fault, if one is */
  constructor(
    readonly reason: string,
    readonly pointer?: string,
  ) {
    super(reason);
  }
}

/** The doubt that was thrown; any other error is a bug or a spent stack, and goes on. */
export function doubtIn(error: unknown): Undecidable {
  if (!(error instanceof Undecidable)) throw error;
  return error;
}
