import { openBaseline } from '../baseline/open-baseline.js';
import { runCheck } from '../check/run-check.js';
import type { CliCommand } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { formatsOption, registryOption } from '../options.js';
import { changelogFormats } from '../reporters/changelog.js';
import { deliver, deliveriesOf } from '../reporters/deliver.js';

interface ChangelogOptions {
  readonly registry: string;
  readonly format: readonly string[];
}

const FORMATS = Object.keys(changelogFormats);

export const changelog: CliCommand<ChangelogOptions> = {
  name: 'changelog',
  summary: 'what changed between two sets of contracts, in words',
  description:
    'Lists every change from the old contracts and schemas to the new ones, each with whom it breaks. It judges nothing: the exit code is 0 whatever changed.',
  examples: [
    { line: 'concordat changelog git:v1.4.0 contracts', does: 'since a release' },
    {
      line: 'concordat changelog old.schema.json new.schema.json --format markdown=CHANGES.md',
      does: 'between two files',
    },
  ],
  declare: (command) =>
    command
      .argument('<old>', 'a file, a folder, git:REF or registry')
      .argument('<new...>', 'contract or schema files, or folders that hold them')
      .addOption(registryOption())
      .addOption(formatsOption(FORMATS)),
  async run({ args: [old = '', ...paths], registry, format }, io) {
    const deliveries = deliveriesOf(format, FORMATS);
    const baseline = await openBaseline(io, { against: old, registry });
    const result = await runCheck(io, {
      ...{ paths, baseline, mode: 'FULL', failOn: 'breaking', waivers: [], waiversPath: '' },
    });
    for (const delivery of deliveries)
      await deliver(io, delivery, changelogFormats[delivery.format]?.(result, io) ?? '');
    return exitCodes.pass;
  },
};
