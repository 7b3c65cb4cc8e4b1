import { setTimeout as sleep } from 'node:timers/promises';
import { problem } from '#kernel';
import { type Server, serverAt, wishFor } from '../ask.js';
import type { CliCommand } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { type Io, say } from '../io.js';
import { type Format, formatOption, gatewayOption } from '../options.js';
import { cliProblems } from '../problems.js';

interface ReplayOptions {
  readonly into: string;
  readonly from?: string;
  readonly to?: string;
  readonly key?: string;
  readonly source?: string;
  readonly type?: string;
  readonly where: readonly string[];
  readonly gateway: string;
  readonly format: Format;
}

interface Replay {
  readonly id: string;
  readonly state: 'running' | 'done' | 'cancelled';
  readonly replayed: number;
  readonly lookedAt: number;
  readonly expired: number;
  readonly into: string;
}

const ASK_EVERY_MS = 300;

export const replay: CliCommand<ReplayOptions> = {
  name: 'replay',
  summary: 'copy part of a topic into a sandbox topic',
  description:
    'Copies events of the event log, byte for byte and in order, into a topic whose name begins with "sandbox.", where a new reader is tried or a fault is found. Nobody else reads there, and after a week it is forgotten.',
  examples: [
    { line: 'concordat replay orders.events --into sandbox.rebuild', does: 'all of it' },
    {
      line: 'concordat replay orders.events --into sandbox.ada --from 2026-11-26T08:00:00Z --to 2026-11-26T09:00:00Z --key o-17',
      does: 'what happened to one order that hour',
    },
    {
      line: 'concordat replay orders.events --into sandbox.paid --where /status=paid',
      does: 'by what stands in the event',
    },
  ],
  declare: (command) =>
    command
      .argument('<topic>', 'topic of the event log')
      .requiredOption('--into <topic>', 'topic to write to, sandbox.…')
      .option('--from <time>', 'first moment (default: the oldest event)')
      .option('--to <time>', 'moment to stop before (default: now)')
      .option('--key <key>', 'only events with this key')
      .option('--source <source>', 'only events of this CloudEvents source')
      .option('--type <type>', 'only events of this CloudEvents type')
      .option('--where <condition...>', 'only where a value stands at a JSON Pointer', [])
      .addOption(gatewayOption())
      .addOption(formatOption()),
  async run({ args: [topic = ''], gateway, format, where, ...given }, io) {
    const server = serverAt('gateway', gateway);
    const conditions = where.map(readCondition);
    const { into, from, to, key, source, type } = given;
    const wish = {
      ...{ into, from, to, key, source, type },
      ...(conditions.length > 0 && { where: Object.fromEntries(conditions) }),
    };
    const path = `/v1/topics/${encodeURIComponent(topic)}/replays`;
    const init = { method: 'POST', body: JSON.stringify(wish) };
    const begun = await wishFor(io, server, { path, status: 201, init });
    const done = await ended(io, server, begun.body as Replay);
    if (format === 'json') say(io, JSON.stringify(done));
    else tell(io, done);
    return done.state === 'done' ? exitCodes.pass : exitCodes.findings;
  },
};

/** A JSON value where it is one, else the text. */
function readCondition(given: string): readonly [pointer: string, value: unknown] {
  const at = given.indexOf('=');
  const pointer = given.slice(0, at);
  if (at < 0 || !pointer.startsWith('/')) throw problem(cliProblems.CONDITION_INVALID, { given });
  const text = given.slice(at + 1);
  return [pointer, SCALAR.test(text) ? (JSON.parse(text) as unknown) : text];
}

const SCALAR = /^(true|false|null|-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?|"([^"\\]|\\.)*")$/;

/** Gateways go on with it whether or not somebody watches, so who cannot watch any more is told its name. */
async function ended(io: Io, server: Server, begun: Replay): Promise<Replay> {
  const path = `/v1/replays/${begun.id}`;
  try {
    let replay = begun;
    while (replay.state === 'running') {
      await sleep(ASK_EVERY_MS);
      replay = (await wishFor(io, server, { path, status: 200 })).body as Replay;
    }
    return replay;
  } catch (error) {
    const how = `GET ${server.url}${path} tells how far it is, DELETE stops it`;
    io.err(`The replay ${begun.id} into ${begun.into} goes on, unwatched. ${how}.\n`);
    throw error;
  }
}

function tell(io: Io, { id, state, replayed, lookedAt, expired, into }: Replay): void {
  const gone = expired > 0 ? ` ${expired} were gone already.` : '';
  const stopped = state === 'cancelled' ? ' It was cancelled before the end.' : '';
  say(io, `${replayed} of ${lookedAt} events were replayed into ${into} (${id}).${gone}${stopped}`);
}
