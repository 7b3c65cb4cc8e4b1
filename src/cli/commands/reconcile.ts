import { Option } from 'commander';
import { serverAt } from '../ask.js';
import type { CliCommand } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { type Io, say } from '../io.js';
import { type Format, formatOption, registryOption } from '../options.js';
import {
  type Counterpart,
  compareWith,
  type Difference,
  sendAgain,
} from '../reconcile/compare-with.js';
import { readCopy } from '../reconcile/read-copy.js';

interface ReconcileOptions {
  readonly copy: string;
  readonly by: 'content' | 'version';
  readonly positions?: string;
  readonly raw?: true;
  readonly into?: string;
  readonly registry: string;
  readonly format: Format;
}

const WAIT_MS = 30_000;

export const reconcile: CliCommand<ReconcileOptions> = {
  name: 'reconcile',
  summary: 'where a copy of the latest states differs from the log, and what mends it',
  description:
    'For contracts with semantics.entity.canonical. The copy is a file with one JSON object a line, {"key": …, "version": …, "value": …} as GET /v1/entities exports it; "hash", SHA-256 of the value as canonical JSON, may stand for the value. Digests of stretches of keys are compared first, keys only where those differ. Note with --positions from where the copy’s reader reads on, before the copy is written: what the log says beyond that is no difference. With --into the last event of every entity that differs is sent again into a sandbox topic, as it was, for the copy’s own reader to apply; entities no event speaks of are for whoever keeps them to drop.',
  examples: [
    {
      line: 'concordat reconcile orders.order --copy orders.ndjson',
      does: 'every key that differs, and how',
    },
    {
      line: 'concordat reconcile orders.order --copy orders.ndjson --positions orders/0@1041,orders/1@977 --into sandbox.mend-billing',
      does: 'of a copy that reads on meanwhile, and the events that mend it',
    },
  ],
  declare: (command) =>
    command
      .argument('<contract>', 'id of the contract')
      .requiredOption('--copy <file>', 'what the copy holds, one JSON object a line')
      .addOption(
        new Option('--by <what>', 'version: for a copy that keeps less than the events say')
          .choices(['content', 'version'])
          .default('content'),
      )
      .option('--positions <positions>', 'from where its reader reads on, topic/partition@offset,…')
      .option('--into <topic>', 'a sandbox topic that gets the events again, sandbox.…')
      .option('--raw', 'where the keys are personal, and you may see them')
      .addOption(registryOption())
      .addOption(formatOption()),
  async run({ args: [contract = ''], ...given }, io) {
    const { by, copy: path, into, format } = given;
    const copy = await readCopy(io.cwd, { path, by });
    const log: Counterpart = {
      ...{ io, contract, server: serverAt('registry', given.registry) },
      payload: given.raw ? 'raw' : 'masked',
      wish: { by, waitMs: WAIT_MS, positions: given.positions?.split(',') ?? [] },
    };
    const { differences, movedOn } = await compareWith(log, copy);
    const keys = differences.map(({ key }) => key);
    const repair = into === undefined ? undefined : await sendAgain(log, keys, into);
    const told = { contract, compared: copy.length, movedOn, differences };
    if (format === 'json') say(io, JSON.stringify({ ...told, ...(repair && { into, ...repair }) }));
    else {
      tell(io, told);
      if (into !== undefined && repair) tellRepair(io, into, repair);
    }
    return differences.length === 0 ? exitCodes.pass : exitCodes.findings;
  },
};

const inWords: Readonly<Record<Difference['kind'], (difference: Difference) => string>> = {
  missing: ({ logged }) => `missing: the log knows it${versioned(logged?.version)}`,
  deleted: ({ logged }) => `was deleted, at ${logged?.position ?? ''}, and is still there`,
  unknown: () => 'no event in the log speaks of it',
  older: ({ copied, logged }) =>
    `older: version ${copied?.version ?? ''}, and the log knows ${logged?.version ?? ''}`,
  newer: ({ copied, logged }) =>
    `newer: version ${copied?.version ?? ''}, and the log knows ${logged?.version ?? ''} only`,
  content: ({ logged }) => `other content than at ${logged?.position ?? ''}`,
};

const versioned = (version: string | undefined): string =>
  version === undefined ? '' : ` in version ${version}`;

function tell(
  io: Io,
  told: {
    readonly contract: string;
    readonly compared: number;
    readonly movedOn: number;
    readonly differences: readonly Difference[];
  },
): void {
  for (const difference of told.differences)
    say(io, `${difference.key}  ✗ ${inWords[difference.kind](difference)}`);
  const moved = told.movedOn > 0 ? `; ${told.movedOn} moved on since, and were not compared` : '';
  const counted = `${told.compared} entities of ${told.contract}`;
  const count = told.differences.length;
  if (count === 0) say(io, `The copy is right: ${counted}${moved}.`);
  else say(io, `${count} ${count === 1 ? 'key differs' : 'keys differ'} in ${counted}${moved}.`);
}

function tellRepair(
  io: Io,
  into: string,
  { sent, gone, unknown }: Awaited<ReturnType<typeof sendAgain>>,
): void {
  if (sent.length > 0) say(io, `${sent.length} were sent again into ${into}.`);
  if (unknown.length > 0)
    say(io, `The log knows no event of ${unknown.length}: drop them from the copy.`);
  if (gone.length > 0)
    say(io, `The last event of ${gone.length} has left the log: read their states instead.`);
}
