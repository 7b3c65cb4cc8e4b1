import type { Server } from '../ask.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { type Io, say } from '../io.js';
import { paint } from '../paint.js';
import { contractIdOf, topicOf } from './contract-of-kind.js';
import { faultsOfRun } from './faults-of-run.js';
import type { PublishedKind } from './publish-kinds.js';
import { isAccepted } from './send-events.js';
import type { Sent } from './stream-examples.js';

export interface DemoRun {
  readonly registry: Server;
  readonly gateway: Server;
  readonly published: readonly PublishedKind[];
  readonly real: readonly Sent[];
  readonly mutated: readonly Sent[];
  readonly times: {
    readonly publishMs: number;
    readonly streamMs: number;
    readonly totalMs: number;
  };
}

const SAMPLES = 3;

export function showSummary(io: Io, run: DemoRun): ExitCode {
  showCounts(io, run);
  showReasons(io, [...run.real, ...run.mutated]);
  showRealRefusals(io, run.real);
  showSamples(io, run.mutated);
  showPlaces(io, run);
  const faults = faultsOfRun(run);
  for (const fault of faults) say(io, `${paint(io, 'red', '✗')} ${fault}`);
  return faults.length === 0 ? exitCodes.pass : exitCodes.findings;
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
const heading = (io: Io, text: string): void => say(io, `\n${paint(io, 'bold', text)}`);
const refusedAmong = (sent: readonly Sent[]): readonly Sent[] =>
  sent.filter(({ answer }) => !isAccepted(answer));

function showCounts(io: Io, { published, real, mutated, times }: DemoRun): void {
  const outcomes = (wanted: string) =>
    published.filter(({ publication }) => publication.outcome === wanted).length;
  const observed = real.filter(
    ({ answer }) => isAccepted(answer) && answer.observed !== undefined,
  ).length;
  const passed = real.length - refusedAmong(real).length;
  const rows = [
    [
      'contracts',
      `${outcomes('published')} published, ${outcomes('unchanged')} unchanged, ${outcomes('refused')} refused`,
      seconds(times.publishMs),
    ],
    [
      'real events',
      `${real.length} sent, ${passed} accepted${observed > 0 ? ` (${observed} of them only observed)` : ''}, ${refusedAmong(real).length} refused`,
      seconds(times.streamMs),
    ],
    ['made wrong', `${mutated.length} sent, ${refusedAmong(mutated).length} refused`, ''],
    ['in all', '', seconds(times.totalMs)],
  ] as const;
  say(io);
  for (const [name, text, time] of rows)
    say(io, `  ${name.padEnd(12)} ${text.padEnd(66)} ${time}`.trimEnd());
}

function showReasons(io: Io, sent: readonly Sent[]): void {
  heading(io, 'Refused, by reason');
  for (const [reason, count] of counted(
    refusedAmong(sent).map(({ answer }) => answer.reason ?? answer.verdict),
  ))
    say(io, `  ${String(count).padStart(4)}  ${reason}`);
}

/** GitHub's own examples are refused too, and it is worth knowing why. */
function showRealRefusals(io: Io, real: readonly Sent[]): void {
  const refused = refusedAmong(real);
  if (refused.length === 0) return;
  const places = refused.flatMap(({ answer }) =>
    new Set(answer.violations.map(({ pointer }) => pointer)).keys().toArray(),
  );
  heading(io, `${refused.length} of ${real.length} real examples do not keep GitHub’s own schema`);
  say(
    io,
    '  The schema is today’s; some of the examples were recorded years before it. Most often:',
  );
  for (const [pointer, count] of counted(places).slice(0, SAMPLES))
    say(io, `  ${String(count).padStart(4)}  at ${pointer || 'the top'}`);
  const sample = refused[0];
  if (sample) say(io, `  e.g. ${contractIdOf(sample.kind)}: ${sample.answer.message ?? ''}`);
}

function showSamples(io: Io, mutated: readonly Sent[]): void {
  const refused = refusedAmong(mutated);
  const oneOfEach = refused.filter(
    ({ answer }, place) =>
      refused.findIndex((each) => each.answer.reason === answer.reason) === place,
  );
  heading(io, `${SAMPLES} refusals in full`);
  for (const { kind, story, answer } of oneOfEach.slice(0, SAMPLES)) {
    const contract = answer.contract === undefined ? '' : ` under ${answer.contract}`;
    const place = `at ${answer.pointer || 'the top'}`;
    say(io, `  A producer of ${kind} ${story ?? ''}.`);
    say(io, `    ${answer.reason ?? answer.verdict} ${place}${contract}: ${answer.message ?? ''}`);
    if (answer.quarantineId) say(io, `    Kept in quarantine as ${answer.quarantineId}.`);
  }
}

function showPlaces(io: Io, { registry, gateway }: DemoRun): void {
  const topic = topicOf('pull_request');
  const places = [
    [`${registry.url}/`, 'the catalog: search for "email"'],
    [
      `${registry.url}/events/${contractIdOf('pull_request')}`,
      'one event: promise, schema, refusals',
    ],
    [`${gateway.url}/v1/topics/${topic}/tail?from=start`, 'the log of a topic, and what comes'],
  ] as const;
  const width = Math.max(...places.map(([url]) => url.length));
  heading(io, 'Worth opening');
  for (const [url, what] of places) say(io, `  ${url.padEnd(width)}  ${what}`);
  heading(io, 'Try next');
  for (const line of nextSteps(registry, gateway)) say(io, `  ${line}`);
  say(io);
}

const BAD_EVENT = 'examples/orders/events/bad-missing-total.json';
const EXAMPLES = 'examples/orders/order-placed';

const nextSteps = (registry: Server, gateway: Server): readonly string[] => [
  `npx concordat publish examples/orders --registry ${registry.url}`,
  `curl -s ${gateway.url}/events -H 'content-type: application/cloudevents+json' -d @${BAD_EVENT}`,
  `npx concordat check ${EXAMPLES}.v2-breaking.schema.json --against ${EXAMPLES}.schema.json`,
  'Ctrl-C, then npm start: everything is still there.',
];

/** Most frequent first. */
function counted(words: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}
