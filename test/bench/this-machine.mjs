import { cpus, loadavg, totalmem } from 'node:os';

/** Where a benchmark runs, as its results tell it. */
export function thisMachine() {
  const [cpu] = cpus();
  const memoryGb = Math.round(totalmem() / 2 ** 30);
  return { cpu: cpu?.model ?? 'unknown', cores: cpus().length, memoryGb, node: process.version };
}

/** Of the last minute: above zero, others were using the machine too. */
export const loadAverage = () => Number(loadavg()[0]?.toFixed(1));
