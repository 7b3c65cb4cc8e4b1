import { problem } from '#kernel';
import { serverAt } from '../ask.js';
import { openBaseline } from '../baseline/open-baseline.js';
import { runCheck } from '../check/run-check.js';
import type { CliCommand, Given } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { momentSince } from '../history/moment-since.js';
import { readHistory } from '../history/read-history.js';
import type { Io } from '../io.js';
import { formatsOption, registryOption } from '../options.js';
import { changelogFormats } from '../reporters/changelog.js';
import { deliver, deliveriesOf } from '../reporters/deliver.js';
import { historyFormats } from '../reporters/history.js';
import { cliProblems } from '../problems.js';

interface ChangelogOptions {
  readonly since?: string;
  readonly contract?: string;
  readonly team?: string;
  readonly registry: string;
  readonly format: readonly string[];
}

const FORMATS = Object.keys(changelogFormats);

export const changelog: CliCommand<ChangelogOptions> = {
  name: 'changelog',
  summary: 'what changed between two sets of contracts, in words',
  description:
    'Lists every change from the old contracts and schemas to the new ones, each with whom it breaks. Of a registry alone it lists what was published there: each version with who published it, when and why, and what it changed. It judges nothing: the exit code is 0 whatever changed.',
  examples: [
    { line: 'concordat changelog git:v1.4.0 contracts', does: 'since a release' },
    {
      line: 'concordat changelog old.schema.json new.schema.json --format markdown=CHANGES.md',
      does: 'between two files',
    },
    {
      line: 'concordat changelog registry --since 2026-11-23',
      does: 'what everybody published since Monday; without --since, within seven days',
    },
    {
      line: 'concordat changelog registry --contract orders.order-placed --since P1Y',
      does: 'who made each version of one contract, when and why',
    },
  ],
  declare: (command) =>
    command
      .argument('<old>', 'a file, a folder, git:REF or registry')
      .argument('[new...]', 'contract or schema files, or folders that hold them')
      .option(
        '--since <day>',
        'of a registry alone: a day, a moment or how long ago (default: P7D)',
      )
      .option('--contract <id>', 'of a registry alone: only this contract')
      .option('--team <name>', 'of a registry alone: only contracts of this team')
      .addOption(registryOption())
      .addOption(formatsOption(FORMATS)),
  async run(given, io) {
    const { args, registry, format } = given;
    const [old = '', ...paths] = args;
    const deliveries = deliveriesOf(format, FORMATS);
    if (paths.length === 0) return tellHistory(given, io);
    const ofHistory = (['since', 'contract', 'team'] as const).find((each) => given[each]);
    if (ofHistory) throw problem(cliProblems.HISTORY_ALONE, { option: `--${ofHistory}` });
    const baseline = await openBaseline(io, { against: old, registry });
    const result = await runCheck(io, {
      ...{ paths, baseline, mode: 'FULL', failOn: 'breaking', waivers: [], waiversPath: '' },
    });
    for (const delivery of deliveries)
      await deliver(io, delivery, changelogFormats[delivery.format]?.(result, io) ?? '');
    return exitCodes.pass;
  },
};

/** What was published at the registry itself; there is nothing new to compare it with. */
async function tellHistory(given: Given<ChangelogOptions>, io: Io): Promise<ExitCode> {
  const { args, since = 'P7D', contract, team, registry, format } = given;
  if (args[0] !== 'registry') throw problem(cliProblems.NEW_NOT_NAMED, { old: args[0] ?? '' });
  const wish = { sinceMs: momentSince(io, since), contract, team };
  const history = await readHistory(io, serverAt('registry', registry), wish);
  for (const delivery of deliveriesOf(format, FORMATS))
    await deliver(io, delivery, historyFormats[delivery.format]?.(history, io) ?? '');
  return exitCodes.pass;
}
