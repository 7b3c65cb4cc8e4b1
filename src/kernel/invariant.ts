/** A bug of ours, never of a caller: the message is for the person who reads the stack trace. */
export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant';
}

/** States what must hold. When it does not, this request stops and nothing is guessed. */
export function invariant(condition: unknown, why: string): asserts condition {
  if (!condition) throw new BrokenInvariant(why);
}
