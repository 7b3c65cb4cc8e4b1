import { posix } from 'node:path';

/** A folder and those around it, the nearest first. */
export function* around(folder: string): Generator<string> {
  let at = folder;
  for (;;) {
    yield at;
    const next = posix.dirname(at);
    if (next === at) return;
    at = next;
  }
}
