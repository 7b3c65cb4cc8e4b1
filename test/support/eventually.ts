import { setTimeout as sleep } from 'node:timers/promises';

/** Tries an expectation until it holds; when it never does, its own message is the failure. */
export async function eventually<T = void>(
  expectation: () => Promise<T>,
  withinMs = 5_000,
): Promise<T> {
  for (const end = performance.now() + withinMs; ; await sleep(50)) {
    try {
      return await expectation();
    } catch (unmet) {
      if (performance.now() > end) throw unmet;
    }
  }
}
