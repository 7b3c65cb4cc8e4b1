// The compatibility engine on schemas as teams change them, each pair read from its text for the
// first time. `node test/bench/compat.mjs`, after a build. Times are CPU time of the thread: on a busy
// machine a clock measures the neighbours. The same run lets ajv compile both schemas of every pair,
// and the ratio of the medians is kept.
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { checkCompatibility } from '../../dist/src/compat/index.js';
import { avroPairs, eventPairs, protobufPairs } from './compat-pairs.mjs';

const WARM_UP = 60;
const quantile = (sorted, at) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))];
const round = (value) => Number(value.toPrecision(3));

function timed(work) {
  const begun = process.threadCpuUsage();
  const result = work();
  const { user, system } = process.threadCpuUsage(begun);
  return { ms: (user + system) / 1_000, result };
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

function measure(name, pairs, baseline) {
  for (const pair of pairs.slice(0, WARM_UP)) judge(structuredClone(pair));
  const rows = pairs.map((pair) => ({ pair, ...timed(() => judge(pair)) }));
  const times = rows.map(({ ms }) => ms).sort((a, b) => a - b);
  const verdicts = { compatible: 0, incompatible: 0, undecided: 0 };
  for (const { result } of rows) verdicts[result.verdict]++;
  const row = {
    name,
    pairs: pairs.length,
    medianBytes: quantile(
      pairs.map(({ old }) => old.text.length).sort((a, b) => a - b),
      0.5,
    ),
    p50Ms: round(quantile(times, 0.5)),
    p95Ms: round(quantile(times, 0.95)),
    p99Ms: round(quantile(times, 0.99)),
    maxMs: round(times.at(-1)),
    verdicts,
    undecidedPercent: round((verdicts.undecided / pairs.length) * 100),
  };
  if (baseline) {
    const theirs = pairs.map((pair) => timed(() => baseline(pair)).ms).sort((a, b) => a - b);
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

const loadBefore = Number(loadavg()[0]?.toFixed(1));
const json = eventPairs({ seed: 20261125, editsOfEach: 3, shops: 260 });
const isShop = ({ name }) => name.startsWith('shop');
const rows = [
  measure('JSON Schema: events of a shop', json.filter(isShop), compileBoth),
  measure(
    "JSON Schema: GitHub's webhook events",
    json.filter((pair) => !isShop(pair)),
    compileBoth,
  ),
  measure('Avro: events of a shop', avroPairs({ seed: 20261125, count: 1_000 })),
  measure('Protobuf: events of a shop', protobufPairs({ seed: 20261126, count: 1_000 })),
];
const [cpu] = cpus();
const results = {
  measuredOn: new Date().toISOString().slice(0, 10),
  machine: {
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    node: process.version,
    loadAverageBefore: loadBefore,
    loadAverageAfter: Number(loadavg()[0]?.toFixed(1)),
  },
  rows,
};
writeFileSync(
  new URL('compat-results.json', import.meta.url),
  `${JSON.stringify(results, undefined, 2)}\n`,
);
