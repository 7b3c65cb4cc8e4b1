// The gateway: judging in one process, and its HTTP door. `node test/bench/run.mjs` writes results.json.
import { writeFile } from 'node:fs/promises';
import { httpDoor } from './http-door.mjs';
import { road } from './road.mjs';
import { loadAverage, thisMachine } from './this-machine.mjs';

const machine = { ...thisMachine(), loadAverage: loadAverage() };
/** What V8 has not made fast yet is not what is measured. */
const plan = { connections: 32, warmUpMs: 3_000, warmUpRequests: 10_000, measureMs: 8_000 };

const judged = road();
process.stdout.write('Judging in one process, 10 events a body\n');
for (const { name, eventsPerCpuSecond } of judged)
  process.stdout.write(`  ${name}: ${Math.round(eventsPerCpuSecond)} events/CPU-s\n`);
process.stdout.write(`\nHTTP door, 10 events a body, ${machine.cores} × ${machine.cpu}\n`);
const rows = await httpDoor(plan);
const [base] = rows;
const number = (value, digits = 0) =>
  value === undefined ? '-' : value.toLocaleString('en', { maximumFractionDigits: digits });
const table = rows.map((row) => ({
  what: row.name,
  'events/s': number(row.eventsPerSecond),
  'of bare': `${number((row.eventsPerSecond / base.eventsPerSecond) * 100)} %`,
  'events/CPU-s of its process': number(row.eventsPerCpuSecond),
  'p50 ms': number(row.p50Ms, 1),
  'p99 ms': number(row.p99Ms, 1),
  statuses: JSON.stringify(row.statuses),
}));
process.stdout.write('\n');
const widths = Object.keys(table[0]).map((key) =>
  Math.max(key.length, ...table.map((row) => row[key].length)),
);
const line = (cells) => `${cells.map((cell, i) => cell.padEnd(widths[i])).join('  ')}\n`;
process.stdout.write(line(Object.keys(table[0])));
for (const row of table) process.stdout.write(line(Object.values(row)));

const figure = (value) => value && Number(value.toPrecision(4));
const rounded = rows.map((row) => ({
  name: row.name,
  bodyBytes: row.bodyBytes,
  eventsPerSecond: figure(row.eventsPerSecond),
  eventsPerCpuSecond: figure(row.eventsPerCpuSecond),
  p50Ms: figure(row.p50Ms),
  p99Ms: figure(row.p99Ms),
  p99OfFifthMs: figure(row.p99OfFifthMs),
  waitedForCpuPercent: figure(row.waitedForCpuPercent),
  statuses: row.statuses,
}));
const results = {
  measuredOn: new Date().toISOString().slice(0, 10),
  machine,
  plan,
  httpDoor: rounded,
  road: judged.map((row) => ({ ...row, eventsPerCpuSecond: figure(row.eventsPerCpuSecond) })),
};
await writeFile(
  new URL('results.json', import.meta.url),
  `${JSON.stringify(results, undefined, 2)}\n`,
);
