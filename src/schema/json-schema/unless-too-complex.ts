import { TooManyCopies } from './one-dialect.js';

/** What is made of a schema; `undefined` where it is too large for that, or for the stack. */
export function unlessTooComplex<Made>(make: () => Made): Made | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof TooManyCopies || error instanceof RangeError) return undefined;
    throw error;
  }
}
