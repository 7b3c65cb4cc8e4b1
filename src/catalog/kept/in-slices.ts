import { setImmediate as breathe } from 'node:timers/promises';

/** What is done with one takes a few microseconds. */
const SLICE = 1_000;

/** Does something with each of many, and gives the event loop back now and then: whoever asks meanwhile shares it. */
export async function inSlices<T>(many: Iterable<T>, act: (one: T) => void): Promise<void> {
  let done = 0;
  for (const one of many) {
    act(one);
    if (++done % SLICE === 0) await breathe();
  }
}
