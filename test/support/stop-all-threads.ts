import { readdirSync, readFileSync } from 'node:fs';

const PATIENCE_MS = 2_000;

/**
 * SIGSTOP, until every thread of the process has it: a signal is on its way for a while, in which
 * the others still answer. Where there is no /proc it is sent, and no more.
 */
export function stopAllThreads(pid: number): void {
  process.kill(pid, 'SIGSTOP');
  const until = performance.now() + PATIENCE_MS;
  while (!areStopped(pid) && performance.now() < until);
}

function areStopped(pid: number): boolean {
  try {
    return readdirSync(`/proc/${pid}/task`).every((thread) =>
      / [Tt] /.test(afterName(readFileSync(`/proc/${pid}/task/${thread}/stat`, 'latin1'))),
    );
  } catch {
    return true;
  }
}

/** `1 (name with any sign) S 2 …`: from the state on. */
const afterName = (stat: string) =>
  stat.slice(stat.lastIndexOf(')') + 1, stat.lastIndexOf(')') + 4);
