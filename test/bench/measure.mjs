// Runs the load generator against one server and adds what that server's process burnt meanwhile.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpuOf, waitedForCpuMs } from './started.mjs';

const LOAD = new URL('load.mjs', import.meta.url).pathname;
export async function measure(pid, plan) {
  const child = spawn(process.execPath, [LOAD, JSON.stringify(plan)], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const marks = {};
  child.on('message', (mark) => {
    marks[mark] = { ...cpuOf(pid), waitedMs: waitedForCpuMs(pid) };
  });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`the load generator ended with ${code}`);
  const result = JSON.parse(said);
  const burnt = (part) => marks.measured[part] - marks.measuring[part];
  const requests = result.requestsPerSecond * (plan.measureMs / 1_000);
  const per = (seconds) => (seconds > 0 ? requests / seconds : undefined);
  const { eventsPerRequest = 1 } = plan;
  return {
    ...result,
    eventsPerSecond: result.requestsPerSecond * eventsPerRequest,
    eventsPerCpuSecond: (per(burnt('own')) ?? 0) * eventsPerRequest,
    requestsPerCpuSecond: per(burnt('own')),
    /** The processes below counted too: sandboxes, PostgreSQL. */
    requestsPerCpuSecondOfAll: per(burnt('all')),
    /** Its main thread had work, and another thread had the processor. */
    waitedForCpuPercent: burnt('waitedMs') / (plan.measureMs / 100),
    cpuMsPerRequestOfPostgres: (burnt('postgres') * 1_000) / requests,
  };
}
