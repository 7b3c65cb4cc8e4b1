import type { RunningConcordat } from '../run-concordat.js';
import type { Word } from './words.js';

/**
 * A process among several stops when the first one says so, or is gone. Ctrl-C in a terminal reaches
 * all of them at once; only the first one acts on it, so that nobody is stopped twice. A word to stop
 * may come during the start: then it is finished first.
 */
export function stopWithFirst(
  starting: Promise<RunningConcordat>,
  fail: (error: unknown) => never,
): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    starting.then((concordat) => concordat.stop()).then(() => process.exit(0), fail);
  };
  process.on('message', (word: Word) => {
    if ('stop' in word) stop();
  });
  process.on('disconnect', stop);
}
