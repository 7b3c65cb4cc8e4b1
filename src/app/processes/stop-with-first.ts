import cluster from 'node:cluster';
import type { RunningConcordat } from '../run-concordat.js';
import type { Word } from './words.js';

/** What a stop may take beyond its requests: letting go of PostgreSQL and Kafka, which may be silent. */
const LETTING_GO_MS = 30_000;

/**
 * A process among several stops when the first one says so, or is gone. Ctrl-C in a terminal reaches
 * all of them at once; only the first one acts on it, so that nobody is stopped twice. A word to stop
 * may come during the start: then it is finished first. Whom the first one left behind nobody else would end, so
 * that one ends in time by itself.
 */
export function stopWithFirst(
  starting: Promise<RunningConcordat>,
  { fail, drainMs }: { readonly fail: (error: unknown) => never; readonly drainMs: number },
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
  cluster.worker?.on('disconnect', () => {
    // Node ends at once whoever lost the first one unbidden, and what it had begun with it.
    if (cluster.worker) cluster.worker.exitedAfterDisconnect = true;
    setTimeout(() => process.exit(1), drainMs + LETTING_GO_MS).unref();
    stop();
  });
}
