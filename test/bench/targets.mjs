// What each benchmark is held to, and where its figure stands in what the benchmark wrote. A row
// without a target is told for its own sake.

const named = (rows, pattern) => rows?.find(({ name }) => pattern.test(name));
const atMost = (target) => ({ target, isMet: (measured) => measured <= target, sign: '≤' });
const atLeast = (target) => ({ target, isMet: (measured) => measured >= target, sign: '≥' });
const told = {};

const ofPairs = (what, pattern, targets) => (results) => {
  const row = named(results.rows, pattern);
  return [
    { what: `${what}: p50`, unit: 'ms', measured: row?.p50Ms, ...(targets.p50 ?? told) },
    { what: `${what}: p95`, unit: 'ms', measured: row?.p95Ms, ...(targets.p95 ?? told) },
    { what: `${what}: p99`, unit: 'ms', measured: row?.p99Ms, ...(targets.p99 ?? told) },
    {
      what: `${what}: undecided`,
      unit: '%',
      measured: row?.undecidedPercent,
      ...(targets.undecided ?? told),
    },
  ];
};

const upTo20Kb = { p50: atMost(5), p95: atMost(50), p99: atMost(250), undecided: atMost(0.5) };

function compat(results) {
  const pathological = results.pathological ?? [];
  const worst = (of) => (pathological.length > 0 ? Math.max(...pathological.map(of)) : undefined);
  return [
    ...ofPairs('JSON Schema up to 20 KB', /up to 20 KB/, upTo20Kb)(results),
    ...ofPairs('… of these, events of a shop', /JSON Schema: events of a shop/, {})(results),
    ...ofPairs("… of these, GitHub's events", /GitHub/, {})(results),
    ...ofPairs('… and these, nothing compiled before', /nothing compiled/, {})(results),
    ...ofPairs('Avro', /^Avro/, { p99: atMost(2), undecided: atMost(0) })(results),
    ...ofPairs('Protobuf', /^Protobuf/, { p99: atMost(2), undecided: atMost(0) })(results),
    {
      what: 'a pathological pair, the slowest',
      unit: 'ms',
      measured: worst(({ cpuMs }) => cpuMs),
      ...atMost(2_000),
    },
    {
      what: 'a pathological pair, the largest process',
      unit: 'MB',
      measured: worst(({ maxRssMb }) => maxRssMb),
      ...atMost(256),
    },
    {
      what: 'pathological pairs that do not end with a heap of 256 MB',
      unit: 'pairs',
      measured: results.pathological?.filter(({ verdict }) => verdict === undefined).length,
      ...atMost(0),
    },
  ];
}

function check({ rows }) {
  const all = named(rows, /none changed/);
  const one = named(rows, /^one contract/);
  return [
    { what: '1,000 schemas against git', unit: 'ms', measured: all?.medianCpuMs, ...atMost(800) },
    { what: '1,000 schemas against git', unit: 'MB', measured: all?.medianRssMb, ...atMost(200) },
    {
      what: 'the same, 100 changed',
      unit: 'ms',
      measured: named(rows, /100 changed/)?.medianCpuMs,
    },
    {
      what: 'one contract offline, Node’s start included',
      unit: 'ms',
      measured: one?.medianCpuMs,
      ...atMost(250),
    },
  ];
}

function bytes({ rows }) {
  const ratio = (what, pattern, least) => ({
    what,
    unit: 'times',
    measured: named(rows, pattern)?.ratio,
    ...atLeast(least),
  });
  return [
    ratio('JSON order event, of parse and ajv', /^JSON: order/, 4),
    ratio('GitHub’s events, of parse and ajv', /GitHub/, 4),
    {
      what: '… ajv with the short expressions',
      unit: 'times',
      measured: named(rows, /short expressions/)?.ratio,
    },
    ratio('Avro, of avsc', /^Avro/, 6),
    ratio('Protobuf, of protobufjs', /^Protobuf/, 5),
  ];
}

function quietContracts({ rows }) {
  const rssMb = (pattern) => named(rows, pattern)?.rssMb;
  const [eager, quiet] = [rssMb(/as it is loaded/), rssMb(/none was sent/)];
  return [
    { what: '10,000 contracts, each compiled as it is loaded', unit: 'MB', measured: eager },
    { what: '10,000 contracts nobody sends to', unit: 'MB', measured: quiet, ...atMost(200) },
    {
      what: 'of 10,000, each was sent an event',
      unit: 'MB',
      measured: rssMb(/each was sent/),
    },
  ];
}

/**
 * At the same steady rate, half of what ours can take: what one hop more costs. Held to the target is the p99
 * of a fifth of a second; that of a whole turn, which the stalls of the machine make, is told beside it.
 */
function addedAtHalfLoad(rows, work, { to = 'bare Fastify', ...target } = atMost(1)) {
  const [ours, bare] = ['Concordat', to].map((who) =>
    named(rows, new RegExp(`^half load, ${work}: ${who}`)),
  );
  const added = (p99) => ours && bare && Number((ours[p99] - bare[p99]).toPrecision(3));
  const what = `added to ${to} at half load, ${work}`;
  return [
    { what: `${what}: p99`, unit: 'ms', measured: added('p99OfFifthMs'), ...target },
    { what: '… its stalls and those of the machine in it', unit: 'ms', measured: added('p99Ms') },
  ];
}

function httpDoor({ httpDoor: rows, road }) {
  const [alone, beside] = [named(road, /judge the bytes, guard/), named(road, /candidate beside/)];
  const [enforced, validated] = [named(rows, /Kafka REST, enforce/), named(rows, /ajv$/)];
  const [refused, guarded] = [named(rows, /refused and kept/), named(rows, /guarded/)];
  const unlike = named(rows, /no two alike/);
  const [steadyBare, steady] = [named(rows, /ajv.*steadily/), named(rows, /event log.*steadily/)];
  const ofValidated = (row) =>
    row &&
    validated &&
    Number((row.eventsPerCpuSecond / validated.eventsPerCpuSecond).toPrecision(3));
  const answered = named(rows, /Kafka REST, judged and answered/);
  return [
    // Held to the row that does the work of the service it is compared with: judge, and answer.
    {
      what: 'HTTP door, of Fastify and ajv',
      unit: 'times',
      measured: ofValidated(answered),
      ...atLeast(2),
    },
    { what: '… into the event log', unit: 'times', measured: ofValidated(enforced) },
    {
      what: 'HTTP door',
      unit: 'events/CPU-s',
      measured: answered?.eventsPerCpuSecond,
      ...atLeast(250_000),
    },
    {
      what: '… into the event log',
      unit: 'events/CPU-s',
      measured: enforced?.eventsPerCpuSecond,
    },
    {
      what: 'all refused and kept',
      unit: 'events/CPU-s',
      measured: refused?.eventsPerCpuSecond,
      ...atLeast(50_000),
    },
    {
      what: '… of which no two are alike',
      unit: 'events/CPU-s',
      measured: unlike?.eventsPerCpuSecond,
    },
    {
      what: 'judged by a candidate beside, without sockets: CPU time of one policy',
      unit: 'times',
      measured:
        alone &&
        beside &&
        Number((alone.eventsPerCpuSecond / beside.eventsPerCpuSecond).toPrecision(3)),
    },
    { what: 'guarded admission', unit: 'events/CPU-s', measured: guarded?.eventsPerCpuSecond },
    { what: 'guarded admission', unit: 'events/s', measured: guarded?.eventsPerSecond },
    ...addedAtHalfLoad(rows, 'judged and answered'),
    // Of what does not write to a disk, so it is told only.
    ...addedAtHalfLoad(rows, 'into the event log', told),
    ...addedAtHalfLoad(rows, 'into the event log', { to: 'Fastify that appends', ...atMost(1) }),
    {
      what: '5,000 events a second, Fastify and ajv: p50',
      unit: 'ms',
      measured: steadyBare?.p50Ms,
    },
    { what: '… p99', unit: 'ms', measured: steadyBare?.p99Ms },
    { what: '5,000 events a second, into the event log: p50', unit: 'ms', measured: steady?.p50Ms },
    { what: '… p99', unit: 'ms', measured: steady?.p99Ms },
  ];
}

function admission({ rows }) {
  const pace = (pattern) => named(rows, pattern)?.eventsPerSecond;
  return [
    { what: 'bare INSERT of the same rows', unit: 'events/s', measured: pace(/same rows/) },
    { what: 'guarded admission', unit: 'events/s', measured: pace(/^guarded/) },
    {
      what: 'guarded admission, of the bare INSERT',
      unit: '%',
      measured: named(rows, /share/)?.percent,
      ...atLeast(60),
    },
  ];
}

/** Capacity is that of the moments before and after: a machine with company is not the same a minute later. */
function overload({ rows = [] }) {
  const mean = (list) => list.reduce((sum, each) => sum + each, 0) / list.length;
  const ofCapacity = (key, who) => {
    const at = rows.findIndex(({ name }) => name === `ten times, ${who}`);
    const beside = [rows[at - 1], rows[at + 2]].filter((row) => row?.name === 'capacity');
    const percent = (100 * rows[at]?.[key]) / mean(beside.map((row) => row[key]));
    return Number.isFinite(percent) ? Math.round(percent) : undefined;
  };
  return ['again when told', 'again at once'].flatMap((who) => {
    const dropped = named(rows, new RegExp(`^half of it.*${who}`));
    const answered = dropped && (100 * dropped.answeredInTime) / dropped.offered;
    return [
      {
        what: `ten times the load, ${who}: answered in time, of capacity`,
        unit: '%',
        measured: ofCapacity('goodEventsPerSecond', who),
        ...atLeast(90),
      },
      {
        what: '… for the same CPU time of the gateway',
        unit: '%',
        measured: ofCapacity('goodEventsPerCpuSecond', who),
      },
      {
        what: '… once it dropped to half: answered in time, of what was offered',
        unit: '%',
        measured: answered && Math.round(answered),
        ...atLeast(95),
      },
    ];
  });
}

function registry({ roads, lookUpCost = [], memory }) {
  const cached = named(roads, /schemas\/ids/);
  const perSecond = (pattern) => named(roads, pattern)?.requestsPerSecond;
  const costs = lookUpCost.filter(({ what }) => /by content/.test(what));
  const cost = (key, at) => costs.filter((row) => row[key] !== undefined).at(at)?.cpuMsOfAll;
  const growth = (key) => {
    const [first, last] = [cost(key, 0), cost(key, -1)];
    return first && last && Number((last / first).toPrecision(2));
  };
  const share = cached && Math.round(100 * cached.ofBaseline);
  return [
    { what: 'a cached id, of bare Fastify', unit: '%', measured: share, ...atLeast(80) },
    {
      what: 'distinct registrations, Avro',
      unit: '1/s',
      measured: perSecond(/registered first.*Avro/),
      ...atLeast(500),
    },
    {
      what: 'distinct registrations, JSON Schema',
      unit: '1/s',
      measured: perSecond(/registered first.*JSON/),
      ...atLeast(500),
    },
    {
      what: 'registered again',
      unit: '1/s',
      measured: perSecond(/registered again/),
      ...atLeast(5_000),
    },
    {
      what: 'a look-up as the store grows',
      unit: 'times',
      measured: growth('schemas'),
      ...atMost(1.5),
    },
    {
      what: 'a look-up as versions grow',
      unit: 'times',
      measured: growth('versions'),
      ...atMost(1.5),
    },
    {
      what: `memory with ${memory?.schemas?.toLocaleString('en') ?? 'many'} schemas`,
      unit: 'MB',
      measured: memory?.rssMb,
      ...atMost(300),
    },
  ];
}

const search = ({ rows }) =>
  rows.map(({ name, p95Ms }) => ({
    what: `search for ${name}: p95`,
    unit: 'ms',
    measured: p95Ms,
    ...atMost(30),
  }));

function catalog({ rows = [], paints = [], ...results }) {
  const within = (kind, what) =>
    rows
      .filter((row) => row.kind === kind)
      .map(({ name, p95Ms }) => ({
        what: `${what}, ${name}: p95`,
        unit: 'ms',
        measured: p95Ms,
        ...atMost(30),
      }));
  const work = rows.map(({ workP95Ms }) => workP95Ms).filter((ms) => typeof ms === 'number');
  const bare = rows.filter(({ kind }) => kind === 'bare');
  const kb = paints.map(({ scriptKb }) => scriptKb);
  return [
    ...within('answer', "catalog of 10,000 events, a page's data"),
    ...within('view', '… its first view, drawn by the server'),
    ...bare.map(({ name, p95Ms }) => ({
      what: `… from bare Fastify that has the bytes at hand, one ${name}: p95`,
      unit: 'ms',
      measured: p95Ms,
    })),
    {
      what: '… processor the registry itself took for one, the dearest: p95',
      unit: 'ms',
      measured: work.length > 0 ? Math.max(...work) : undefined,
    },
    { what: '… views that came undrawn', unit: '', measured: results.undrawn, ...atMost(0) },
    ...paints.map(({ name, medianMs }) => ({
      what: `… painted, CPU four times slower, ${name}: median`,
      unit: 'ms',
      measured: medianMs,
      ...atMost(800),
    })),
    {
      what: 'JavaScript of a first view, gzipped, the heaviest page',
      unit: 'KB',
      measured: kb.length > 0 ? Math.max(...kb) : undefined,
      ...atMost(150),
    },
    { what: 'the first answer after a start', unit: 'ms', measured: results.firstAnswerMs },
    { what: 'memory of the registry', unit: 'MB', measured: results.rssMb },
  ];
}

/** In the order they run; none may take longer than its minutes. */
export const benchmarks = [
  { script: 'compat.mjs', results: 'compat-results.json', minutesMax: 8, rows: compat },
  { script: 'check.mjs', results: 'check-results.json', minutesMax: 3, rows: check },
  { script: 'bytes.mjs', results: 'bytes-results.json', minutesMax: 3, rows: bytes },
  {
    ...{ script: 'quiet-contracts.mjs', results: 'quiet-contracts-results.json' },
    ...{ minutesMax: 4, rows: quietContracts },
  },
  { script: 'run.mjs', results: 'results.json', minutesMax: 6, rows: httpDoor },
  { script: 'admission.mjs', results: 'admission-results.json', minutesMax: 4, rows: admission },
  { script: 'overload.mjs', results: 'overload-results.json', minutesMax: 3, rows: overload },
  { script: 'search.mjs', results: 'search-results.json', minutesMax: 5, rows: search },
  { script: 'catalog.mjs', results: 'catalog-results.json', minutesMax: 12, rows: catalog },
  { script: 'registry.mjs', results: 'registry-results.json', minutesMax: 12, rows: registry },
];
