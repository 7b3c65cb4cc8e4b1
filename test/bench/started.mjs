// A server in a process of its own, and what that process and those below it burn.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';

export const root = new URL('../..', import.meta.url).pathname;
const TICKS_PER_SECOND = 100;

export async function started(script, args = [], env = {}) {
  const child = fork(script, args, { cwd: root, env: { ...process.env, ...env }, stdio: 'pipe' });
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`${script} ended with ${code}: ${said}`);
  });
  const [ready] = await Promise.race([once(child, 'message'), gone]);
  gone.catch(() => undefined);
  const stop = async () => {
    if (child.exitCode !== null) return;
    const over = once(child, 'exit');
    child.kill('SIGTERM');
    await over;
  };
  return { ...ready, pid: child.pid, stop };
}

/** Processes below one, itself included, with the CPU seconds and resident megabytes of each. */
export function processes(pid) {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const rows = all.flatMap((name) => {
    try {
      const [head, tail] = readFileSync(`/proc/${name}/stat`, 'utf8').split(/\) (?=[A-Z] )/);
      const f = tail.split(' ');
      const cpu = (Number(f[11]) + Number(f[12])) / TICKS_PER_SECOND;
      // Children that ended count for whoever waited for them.
      const ended = (Number(f[13]) + Number(f[14])) / TICKS_PER_SECOND;
      const told = readFileSync(`/proc/${name}/status`, 'utf8');
      const rssMb = Number(/VmRSS:\s+(\d+)/.exec(told)?.[1] ?? 0) / 1024;
      const command = head.slice(head.indexOf('(') + 1);
      return [{ pid: Number(name), parent: Number(f[1]), command, cpu: cpu + ended, rssMb }];
    } catch {
      return [];
    }
  });
  const below = new Set([pid]);
  for (let size = 0; size !== below.size;) {
    size = below.size;
    for (const row of rows) if (below.has(row.parent)) below.add(row.pid);
  }
  return rows.filter((row) => below.has(row.pid));
}

/** CPU seconds so far, of the process itself and of everything it needs. */
export function cpuOf(pid) {
  const rows = processes(pid);
  const sum = (list) => list.reduce((total, { cpu }) => total + cpu, 0);
  const own = rows.filter((row) => row.pid === pid);
  const postgres = rows.filter(({ command }) => command === 'postgres');
  return { own: sum(own), postgres: sum(postgres), all: sum(rows) };
}

/** How long its first thread has been ready to run, and did not (Linux, `sched-stats.rst`). */
export function waitedForCpuMs(pid) {
  const [, waitedNs] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
  return Number(waitedNs) / 1e6;
}
