// `concordat check` as a pipeline meets it: a thousand schemas against a git reference, and one
// contract offline; CPU time of the process, Node's own start included, for the machine may be busy. `node test/bench/check.mjs`
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAverage, thisMachine } from './this-machine.mjs';

const SCHEMAS = 1_000;
const CHANGED_EVERY = 10;
const RUNS = 9;
const bin = new URL('../../bin/concordat.js', import.meta.url).pathname;
const home = mkdtempSync(join(tmpdir(), 'concordat-bench-'));
const git = (...args) => execFileSync('git', args, { cwd: home, stdio: 'pipe' });

const contract = (n) => `apiVersion: concordat/v1
kind: EventContract
id: shop.event-${n}-happened
owner: { team: shop }
schema: { file: ./event-${n}.schema.json }
channel: { topic: shop.events-${n} }
`;
function schema(n, isChanged) {
  const fields = Array.from({ length: 12 }, (_, i) => [
    `field${i}`,
    i % 3 === 0
      ? { type: 'string', maxLength: 40 + n, description: `What ${i} says.` }
      : i % 3 === 1
        ? { type: 'integer', minimum: 0, maximum: 1000 + i }
        : { enum: ['a', 'b', `c${n}`] },
  ]);
  const properties = {
    ...Object.fromEntries(fields),
    lines: {
      type: 'array',
      maxItems: 50,
      items: { type: 'object', required: ['sku'], properties: { sku: { type: 'string' } } },
    },
    ...(isChanged ? { field0: { type: ['string', 'null'], maxLength: 80 + n } } : {}),
  };
  return JSON.stringify({ type: 'object', required: ['field0'], properties }, undefined, 2);
}

function write(isChanged) {
  for (let n = 0; n < SCHEMAS; n++) {
    const folder = join(home, 'contracts', `m${n % 20}`);
    mkdirSync(folder, { recursive: true });
    const text = schema(n, isChanged && n % CHANGED_EVERY === 0);
    writeFileSync(join(folder, `event-${n}.schema.json`), text);
    writeFileSync(join(folder, `event-${n}.contract.yaml`), contract(n));
  }
}

/** CPU time, time and peak memory of one process; that of git, which it starts, is not in it. */
function run(...words) {
  const begun = performance.now();
  const script = `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(join(home, 'usage'))}, JSON.stringify(process.resourceUsage())))`;
  writeFileSync(join(home, 'usage.cjs'), script);
  const args = ['--require', join(home, 'usage.cjs'), bin, 'check', ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: home,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const ms = performance.now() - begun;
  if (status !== 0) throw new Error(`check ended with ${status}: ${stderr}${stdout.slice(-500)}`);
  const usage = JSON.parse(readFileSync(join(home, 'usage'), 'utf8'));
  const cpuMs = (usage.userCPUTime + usage.systemCPUTime) / 1_000;
  return { ms, cpuMs, rssMb: usage.maxRSS / 1024, stdout };
}

function measure(name, wanted, words) {
  const runs = Array.from({ length: RUNS }, () => run(...words));
  for (const { stdout } of runs)
    if (!stdout.includes(wanted)) throw new Error(`${name}: "${wanted}" is not in the output`);
  const median = (of) => runs.map(of).sort((a, b) => a - b)[Math.floor(RUNS / 2)];
  const best = Math.min(...runs.map(({ cpuMs }) => cpuMs));
  const row = {
    name,
    medianCpuMs: Math.round(median(({ cpuMs }) => cpuMs)),
    bestCpuMs: Math.round(best),
    medianMs: Math.round(median(({ ms }) => ms)),
    medianRssMb: Math.round(median(({ rssMb }) => rssMb)),
  };
  process.stdout.write(
    `${name}: median ${row.medianCpuMs} ms of CPU time, best ${row.bestCpuMs} ms, ${row.medianRssMb} MB\n`,
  );
  return row;
}

try {
  write(false);
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('-c', 'user.name=b', '-c', 'user.email=b@example.com', 'commit', '--quiet', '-m', 'first');
  const all = ['contracts', '--against', 'git:main'];
  const rows = [
    measure('1,000 contracts, none changed, against git', '1000 compatible', all),
    ...(write(true), []),
    measure('1,000 contracts, 100 changed, against git', '1000 compatible', all),
    measure('the same with --changed-since', '100 compatible', [...all, '--changed-since', 'main']),
    measure('one contract against a file, offline', '1 compatible', [
      'contracts/m0/event-0.contract.yaml',
      '--against',
      'contracts/m0/event-0.contract.yaml',
    ]),
  ];
  const known = new URL('check-results.json', import.meta.url);
  const { before } = JSON.parse(readFileSync(known, 'utf8'));
  const results = {
    measuredOn: new Date().toISOString().slice(0, 10),
    machine: { ...thisMachine(), loadAverage: loadAverage() },
    runs: RUNS,
    rows,
    before,
  };
  writeFileSync(known, `${JSON.stringify(results, undefined, 2)}\n`);
} finally {
  rmSync(home, { recursive: true, force: true });
}
