import { readFileSync } from 'node:fs';

/** What a process holds in memory now, in megabytes; 0 where there is no /proc to tell. */
export function rssMb(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
