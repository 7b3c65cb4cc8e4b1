// Runs the load generator against one server and adds what that server's process burnt meanwhile.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

const LOAD = new URL('load.mjs', import.meta.url).pathname;
const TICKS_PER_SECOND = 100;

/** User and system time of a process, seconds; `undefined` where there is no /proc. */
function cpuSeconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return undefined;
  }
}

export async function measure(pid, plan) {
  const child = spawn(process.execPath, [LOAD, JSON.stringify(plan)], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const marks = {};
  child.on('message', (mark) => (marks[mark] = cpuSeconds(pid)));
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`the load generator ended with ${code}`);
  const result = JSON.parse(said);
  const burnt = marks.measured - marks.measuring;
  const seconds = plan.measureMs / 1_000;
  return {
    ...result,
    eventsPerSecond: result.requestsPerSecond * plan.eventsPerRequest,
    eventsPerCpuSecond:
      burnt > 0 ? (result.requestsPerSecond * plan.eventsPerRequest * seconds) / burnt : undefined,
  };
}
