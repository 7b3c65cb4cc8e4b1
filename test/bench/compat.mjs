// The compatibility engine on schemas as teams change them, each pair read from its text for the
// first time, and pairs made to cost much, each in a process with a heap of 256 MB.
// `node test/bench/compat.mjs`, after a build. A time is CPU time of the process, V8's own threads
// included, the least of three, each on a copy nobody has read. What judging the copies before left compiled is part of it, as in a check of a repository; `cold` rows have none of that. The same
// run lets ajv compile both schemas of every pair, and the ratio of the medians is kept.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { checkCompatibility } from '../../dist/src/compat/index.js';
import { JudgeByParts } from '../../dist/src/schema/index.js';
import { avroPairs, eventPairs, protobufPairs } from './compat-pairs.mjs';
import { pathologicalPairs } from './pathological-pairs.mjs';
import { loadAverage, thisMachine } from './this-machine.mjs';

const WARM_UP = 60;
const quantile = (sorted, at) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))];
const round = (value) => Number(value.toPrecision(3));

const RUNS = 3;

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** Some systems count CPU time in steps longer than most pairs take; there the clock has to do. */
function isCountedFinely() {
  const begun = cpuMs();
  let now = begun;
  while (now === begun) now = cpuMs();
  return now - begun < 0.5;
}
const timedBy = isCountedFinely() ? 'CPU time' : 'clock';
const now = timedBy === 'clock' ? () => performance.now() : cpuMs;

/** The least of some runs, and what the last of them answered. */
function timed(work, prepare, runs = RUNS) {
  let ms = Infinity;
  let result;
  for (let run = 0; run < runs; run++) {
    const prepared = prepare();
    const begun = now();
    result = work(prepared);
    ms = Math.min(ms, now() - begun);
  }
  return { ms, result };
}

const judge = (pair) =>
  checkCompatibility({
    old: [{ version: 1, source: pair.old }],
    new: pair.new,
    mode: 'BACKWARD',
    assumption: 'open-world',
  });

function compileBoth({ old, new: changed }) {
  for (const { text } of [old, changed]) {
    const ajv = new Ajv({ strict: false, logger: false, validateSchema: false });
    addFormats.default(ajv);
    ajv.compile(JSON.parse(text));
  }
}

/** Every pair judged, the fastest of its runs each; `isCold`: nothing was compiled before. */
function judged(pairs, isCold = false) {
  const runs = isCold ? 1 : RUNS;
  const fresh = (pair) => () => {
    if (isCold) JudgeByParts.forget();
    return structuredClone(pair);
  };
  for (const pair of pairs.slice(0, WARM_UP)) judge(structuredClone(pair));
  const begun = cpuMs();
  const rows = pairs.map((pair) => ({ pair, ...timed(judge, fresh(pair), runs) }));
  return { rows, cpuMs: (cpuMs() - begun) / runs };
}

function measured(name, { rows, cpuMs: all }, baseline) {
  const times = rows.map(({ ms }) => ms).sort((a, b) => a - b);
  const verdicts = { compatible: 0, incompatible: 0, undecided: 0 };
  for (const { result } of rows) verdicts[result.verdict]++;
  const sizes = rows.map(({ pair }) => pair.old.text.length).sort((a, b) => a - b);
  const row = {
    name,
    pairs: rows.length,
    medianBytes: quantile(sizes, 0.5),
    p50Ms: round(quantile(times, 0.5)),
    p95Ms: round(quantile(times, 0.95)),
    p99Ms: round(quantile(times, 0.99)),
    maxMs: round(times.at(-1)),
    cpuMsPerPair: round(all / rows.length),
    verdicts,
    undecidedPercent: round((verdicts.undecided / rows.length) * 100),
  };
  if (baseline) {
    const theirs = rows.map(({ pair }) => timed(baseline, () => pair, 1).ms).sort((a, b) => a - b);
    row.ajvCompilesBothP50Ms = round(quantile(theirs, 0.5));
    row.ratioP50 = round(row.p50Ms / row.ajvCompilesBothP50Ms);
  }
  process.stdout.write(`${JSON.stringify(row)}\n`);
  for (const { pair, result } of rows
    .filter(({ result }) => result.verdict === 'undecided')
    .slice(0, 5))
    process.stdout.write(`  undecided: ${pair.name}: ${result.comparisons[0]?.undecidedBecause}\n`);
  return row;
}

const loadBefore = loadAverage();
const json = eventPairs({ seed: 20261125, editsOfEach: 3, shops: 260 });
const isShop = ({ name }) => name.startsWith('shop');
const [shop, github] = [judged(json.filter(isShop)), judged(json.filter((pair) => !isShop(pair)))];
const all = { rows: [...shop.rows, ...github.rows], cpuMs: shop.cpuMs + github.cpuMs };
const cold = github.rows.map(({ pair }) => pair);
const rows = [
  measured('JSON Schema up to 20 KB', all),
  measured('JSON Schema: events of a shop', shop, compileBoth),
  measured("JSON Schema: GitHub's webhook events", github, compileBoth),
  measured('JSON Schema, nothing compiled before: webhook events', judged(cold, true)),
  measured('Avro: events of a shop', judged(avroPairs({ seed: 20261125, count: 1_000 }))),
  measured('Protobuf: events of a shop', judged(protobufPairs({ seed: 20261126, count: 1_000 }))),
];

function pathological(name) {
  const script = new URL('pathological.mjs', import.meta.url).pathname;
  // As the registry's sandbox starts them.
  const words = ['--max-old-space-size=256', '--max-semi-space-size=8', script, name];
  const { status, stdout } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  const row = { name, ...(status === 0 ? JSON.parse(stdout) : { status }) };
  process.stdout.write(`${JSON.stringify(row)}\n`);
  return row;
}
const results = {
  measuredOn: new Date().toISOString().slice(0, 10),
  machine: {
    ...thisMachine(),
    loadAverageBefore: loadBefore,
    loadAverageAfter: loadAverage(),
  },
  timedBy,
  rows,
  pathological: Object.keys(pathologicalPairs).map(pathological),
};
writeFileSync(
  new URL('compat-results.json', import.meta.url),
  `${JSON.stringify(results, undefined, 2)}\n`,
);
