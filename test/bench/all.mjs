// `npm run bench`: every benchmark, one after the other, each in a process of its own and each with
// a table of what it is held to; the whole in test/bench/bench.json (its shape: README.md here).
// `node test/bench/all.mjs compat check` runs some of them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { benchmarks } from './targets.mjs';
import { loadAverage, thisMachine } from './this-machine.mjs';

const here = (name) => new URL(name, import.meta.url);
const wanted = process.argv.slice(2);
const chosen = benchmarks.filter(
  ({ script }) => wanted.length === 0 || wanted.includes(script.replace('.mjs', '')),
);
const number = (value) => value.toLocaleString('en', { maximumSignificantDigits: 4 });

/** Whether it came to its end; one that does not is ended, and the others still run. */
async function run({ script, minutesMax }) {
  const child = spawn(process.execPath, [here(script).pathname], { stdio: 'inherit' });
  let isLate = false;
  const late = setTimeout(() => {
    isLate = true;
    child.kill('SIGTERM');
  }, minutesMax * 60_000);
  const [code] = await once(child, 'exit');
  clearTimeout(late);
  return code === 0 && !isLate;
}

function rowsOf({ results, rows }, since) {
  const path = here(results);
  const isNew = (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= since;
  if (!isNew) return [];
  return rows(JSON.parse(readFileSync(path, 'utf8'))).map(({ sign, target, isMet, ...row }) => ({
    ...row,
    ...(target === undefined
      ? {}
      : { target: `${sign} ${target}`, isMet: row.measured !== undefined && isMet(row.measured) }),
  }));
}

function show(rows) {
  const lines = rows.map(({ what, unit, measured, target, isMet }) => [
    what,
    target === undefined ? '-' : `${target} ${unit}`,
    measured === undefined ? 'not measured' : `${number(measured)} ${unit}`,
    isMet === undefined ? '' : isMet ? 'met' : 'MISSED',
  ]);
  const table = [['what', 'target', 'measured', ''], ...lines];
  const widths = [0, 1, 2].map((at) => Math.max(...table.map((line) => line[at].length)));
  for (const line of table)
    process.stdout.write(
      `  ${line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
}

const begun = Date.now();
const loadBefore = loadAverage();
const parts = [];
for (const benchmark of chosen) {
  const name = benchmark.script.replace('.mjs', '');
  const since = Date.now();
  process.stdout.write(`\n── ${name} ──\n`);
  const isComplete = await run(benchmark);
  const rows = rowsOf(benchmark, since);
  process.stdout.write(isComplete ? '\n' : '\n  It did not come to its end.\n');
  show(rows);
  const seconds = Math.round((Date.now() - since) / 1_000);
  parts.push({ name, seconds, isComplete, details: benchmark.results, rows });
}
const bench = {
  measuredOn: new Date().toISOString().slice(0, 10),
  machine: {
    ...thisMachine(),
    loadAverage: loadBefore,
  },
  minutes: Number(((Date.now() - begun) / 60_000).toFixed(1)),
  parts,
};
if (wanted.length === 0)
  writeFileSync(here('bench.json'), `${JSON.stringify(bench, undefined, 2)}\n`);
const held = parts.flatMap(({ rows }) => rows).filter(({ isMet }) => isMet !== undefined);
const met = held.filter(({ isMet }) => isMet).length;
process.stdout.write(`\n${met} of ${held.length} targets met, in ${bench.minutes} minutes.\n`);
