import { problem } from '#kernel';
import { ask, type Server, serverAt, unexpected } from '../ask.js';
import type { CliCommand } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { type Io, say } from '../io.js';
import { type Format, formatOption, gatewayOption } from '../options.js';
import { cliProblems } from '../problems.js';

interface VerifyOptions {
  readonly gateway: string;
  readonly expect: readonly string[];
  readonly format: Format;
}

interface Fault {
  readonly offset: number;
  readonly says: string;
}

interface Report {
  readonly endOffset: number;
  readonly chainedFrom: number;
  readonly events: number;
  readonly faults: readonly Fault[];
  readonly seal: { readonly offset: number; readonly seal: string } | null;
  readonly nextOffset: number;
}

/** A seal somebody kept: what the partition's chain said at an offset. */
interface KeptSeal {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly seal: string;
}

interface Verified {
  readonly topic: string;
  readonly partition: number;
  readonly events: number;
  readonly unchained: number;
  readonly faults: readonly Fault[];
  readonly seal: Report['seal'];
}

export const verify: CliCommand<VerifyOptions> = {
  name: 'verify',
  summary: 'verify that the event log is what was written',
  description:
    'Holds every event of the log against the digest written with it, and every batch against the seal that chains it to all events before. Keep what is printed somewhere else: with --expect a later run proves that the log still contains it.',
  examples: [
    { line: 'concordat verify', does: 'every topic' },
    { line: 'concordat verify orders.events', does: 'one topic' },
    {
      line: 'concordat verify --expect orders.events/0@1041=9f2c…',
      does: 'and that the seal of an earlier run is still there',
    },
  ],
  declare: (command) =>
    command
      .argument('[topics...]', 'topics of the event log (default: all)')
      .option('--expect <seal...>', 'seals of an earlier run, as it printed them', [])
      .addOption(gatewayOption())
      .addOption(formatOption()),
  async run({ args, gateway, expect, format }, io) {
    const kept = expect.map(readSeal);
    const server = serverAt('gateway', gateway);
    const verified: Verified[] = [];
    for (const topic of await wantedOf(io, server, { args, kept }))
      for (const partition of await partitionsOf(io, server, topic))
        verified.push(await verifyPartition({ io, server, kept }, topic, partition));
    const missing = kept.filter((each) => !verified.some((one) => isAbout(each, one)));
    if (format === 'json') say(io, JSON.stringify({ partitions: verified, missing }));
    else tell(io, verified, missing);
    const isSound = missing.length === 0 && verified.every(({ faults }) => faults.length === 0);
    return isSound ? exitCodes.pass : exitCodes.findings;
  },
};

const SEAL =
  /^(?<topic>[a-zA-Z0-9._-]{1,249})\/(?<partition>\d{1,9})@(?<offset>\d{1,15})=(?<seal>[0-9a-f]{64})$/;

function readSeal(given: string): KeptSeal {
  const { topic, partition, offset, seal } = SEAL.exec(given)?.groups ?? {};
  if (topic === undefined || seal === undefined) throw problem(cliProblems.SEAL_INVALID, { given });
  return { topic, partition: Number(partition), offset: Number(offset), seal };
}

const isAbout = (
  kept: KeptSeal,
  { topic, partition }: { readonly topic: string; readonly partition: number },
): boolean => kept.topic === topic && kept.partition === partition;

/** A topic that is asked for must be there; one whose seal was kept is looked up where it is. */
async function wantedOf(
  io: Io,
  server: Server,
  { args, kept }: { readonly args: readonly string[]; readonly kept: readonly KeptSeal[] },
): Promise<ReadonlySet<string>> {
  const there = await topicsOf(io, server);
  if (args.length === 0) return new Set(there);
  const sealed = kept.map(({ topic }) => topic).filter((topic) => there.includes(topic));
  return new Set([...args, ...sealed]);
}

async function topicsOf(io: Io, server: Server): Promise<readonly string[]> {
  const body = (await read(io, server, '/v1/topics')) as { topics: readonly { name: string }[] };
  return body.topics.map(({ name }) => name);
}

async function partitionsOf(io: Io, server: Server, topic: string): Promise<readonly number[]> {
  const body = (await read(io, server, `/v1/topics/${encodeURIComponent(topic)}`)) as {
    partitions: readonly { partition: number }[];
  };
  return body.partitions.map(({ partition }) => partition);
}

interface Walk {
  readonly io: Io;
  readonly server: Server;
  readonly kept: readonly KeptSeal[];
}

/** From the first chained event to the end, stopping at each offset whose seal was kept. */
async function verifyPartition(
  { io, server, kept }: Walk,
  topic: string,
  partition: number,
): Promise<Verified> {
  const stops = kept
    .filter((each) => isAbout(each, { topic, partition }))
    .sort((a, b) => a.offset - b.offset);
  const faults: Fault[] = [];
  let [events, offset] = [0, 0];
  for (;;) {
    const to = stops[0] ? `&to=${stops[0].offset}` : '';
    const path = `/v1/topics/${encodeURIComponent(topic)}/partitions/${partition}/verification`;
    const report = (await read(io, server, `${path}?offset=${offset}${to}`)) as Report;
    faults.push(...report.faults);
    events += report.events;
    offset = report.nextOffset;
    faults.push(...passed(stops, report));
    const isDone = offset >= report.endOffset || report.faults.length > 0;
    if (!isDone) continue;
    faults.push(...stops.map(({ offset: at }) => ({ offset: at, says: NOT_REACHED })));
    const unchained = Math.min(report.chainedFrom, report.endOffset);
    return { topic, partition, events, unchained, faults, seal: report.seal };
  }
}

const NOT_REACHED = 'The seal of an earlier run is not there: the chain ends before it.';

/** Takes away the kept seals this stretch came to, and tells those it does not have. */
function passed(stops: KeptSeal[], { seal, nextOffset }: Report): readonly Fault[] {
  const faults: Fault[] = [];
  while (stops[0] && stops[0].offset < nextOffset) {
    const { offset, seal: kept } = stops[0];
    stops.shift();
    if (seal?.offset !== offset || seal.seal !== kept)
      faults.push({ offset, says: 'Its seal is not the one of the earlier run.' });
  }
  return faults;
}

async function read(io: Io, server: Server, path: string): Promise<unknown> {
  const answer = await ask(io, server, path);
  if (answer.status === 200) return answer.body;
  if (answer.status !== 404) throw unexpected(server, answer);
  const { detail = '' } = answer.body as { detail?: string };
  throw problem(cliProblems.NOT_LOGGED, { said: detail });
}

function tell(io: Io, verified: readonly Verified[], missing: readonly KeptSeal[]): void {
  if (verified.length === 0) say(io, 'The event log holds no topic yet.');
  for (const { topic, partition, events, unchained, faults, seal } of verified) {
    const place = `${topic}/${partition}`;
    for (const { offset, says } of faults) say(io, `${place}@${offset}  ✗ ${says}`);
    if (faults.length > 0) continue;
    const before = unchained > 0 ? `, ${unchained} before there was a chain` : '';
    const sealed = seal ? `${place}@${seal.offset}=${seal.seal}` : place;
    say(io, `${sealed}  ✓ ${events} ${events === 1 ? 'event' : 'events'} as written${before}`);
  }
  for (const { topic, partition, offset } of missing)
    say(io, `${topic}/${partition}@${offset}  ✗ The log has no such partition any more.`);
}
