import { doubtIn } from './undecidable.js';

/** What is found, or `undefined` where that is not decided. */
export function unlessUndecidable<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch (error) {
    doubtIn(error);
    return undefined;
  }
}
