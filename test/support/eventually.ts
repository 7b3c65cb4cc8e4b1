import { setTimeout as sleep } from 'node:timers/promises';

/** Less than a test may take. What holds is not waited for, so this costs only what fails. */
const PATIENCE_MS = 30_000;

/** Tries an expectation until it holds; when it never does, its own message is the failure. */
export async function eventually<T = void>(
  expectation: () => Promise<T>,
  withinMs = PATIENCE_MS,
): Promise<T> {
  for (const end = performance.now() + withinMs; ; await sleep(50)) {
    try {
      return await expectation();
    } catch (unmet) {
      if (performance.now() > end) throw unmet;
    }
  }
}
