import { readdirSync, readFileSync } from 'node:fs';

/**
 * Milliseconds of processor that all threads of a process burned so far, to the nanosecond where Linux
 * tells (proc(5), schedstat); elsewhere nothing. It does not grow while others have the processor.
 */
export function burnedMs(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + ofThread(pid, thread), 0);
  } catch {
    return undefined;
  }
}

function ofThread(pid, thread) {
  try {
    return (
      Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1e6
    );
  } catch {
    return 0; // It has ended since it was listed.
  }
}
