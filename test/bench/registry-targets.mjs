// What the registry is to reach, beside what it did, in words a person can read.
const roadNamed = (beginning) => (results) =>
  results.roads.find(({ name }) => name.startsWith(beginning)) ?? {};

const atLeast = (what, target, of, unit) => ({
  ...{ what, target: `≥ ${target} ${unit}`, of, unit },
  isMet: (value) => value >= target,
});
const atMost = (what, target, of, unit) => ({
  ...{ what, target: `≤ ${target} ${unit}`, of, unit },
  isMet: (value) => value <= target,
});
const first = (language) =>
  atLeast(
    `distinct registrations, ${language}`,
    500,
    (results) => roadNamed(`registered first: ${language}`)(results).requestsPerSecond,
    'a second',
  );

/** The dearest look-up of a curve as a multiple of its cheapest point: 1 is flat. */
const growth = (by) => (results) => {
  const shares = Object.values(
    Object.groupBy(
      results.lookUpCost.filter((row) => row[by] !== undefined),
      ({ what }) => what,
    ),
  ).map((rows) => rows.at(-1).cpuMsOfAll / rows[0].cpuMsOfAll);
  return Number(Math.max(...shares).toPrecision(3));
};

const TARGETS = [
  atLeast(
    'GET /schemas/ids/{id} of what bare Fastify answers, per CPU second',
    80,
    (results) => Math.round(roadNamed('GET /schemas/ids')(results).cpuOfBaseline * 100),
    '%',
  ),
  ...['Avro', 'JSON Schema', 'Protobuf'].map(first),
  atLeast(
    'registered again',
    5_000,
    (results) => roadNamed('registered again')(results).requestsPerSecond,
    'a second',
  ),
  atMost('a look-up with the most versions, against the fewest', 1.5, growth('versions'), 'times'),
  atMost('a look-up with the most schemas, against the fewest', 1.5, growth('schemas'), 'times'),
  atMost('memory after every schema was read', 300, ({ memory }) => memory.rssMb, 'MB'),
  atMost(
    'the dearest hostile definition until it is refused, CPU',
    100,
    ({ hostile }) => Math.max(...hostile.flatMap(({ cpuMs, firstCpuMs }) => [cpuMs, firstCpuMs])),
    'ms',
  ),
  atMost('another registry forgets an id', 200, ({ forgetting }) => forgetting.mostMs, 'ms'),
];

export const targetsMet = (results) =>
  TARGETS.map(({ what, target, of, unit, isMet }) => {
    const value = of(results);
    return { what, target, measured: `${value} ${unit}`, isMet: isMet(value) };
  });

export function tableOf(rows) {
  const cells = rows.map(({ what, target, measured, isMet }) => [
    ...[what, target, measured],
    isMet ? 'met' : 'MISSED',
  ]);
  const all = [['', 'target', 'measured', ''], ...cells];
  const widths = [0, 1, 2, 3].map((i) => Math.max(...all.map((row) => row[i].length)));
  return all
    .map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i])).join('  ')}`.trimEnd())
    .join('\n');
}
