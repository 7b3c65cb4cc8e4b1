import { FileBaseline } from '../baseline/tree-baseline.js';
import type { CliCommand } from '../command.js';
import { compare, type CompareOptions, exitCodeOf } from '../compare.js';
import { DiskTree } from '../files/disk-tree.js';
import { readFound } from '../files/read-found.js';
import {
  assumptionOption,
  enumsOption,
  type Format,
  formatOption,
  textFormatsOption,
  modeOption,
} from '../options.js';
import { showDifference } from '../reporters/difference.js';

interface DiffOptions extends Pick<CompareOptions, 'mode' | 'assumption' | 'formats' | 'enums'> {
  readonly format: Format;
}

export const diff: CliCommand<DiffOptions> = {
  name: 'diff',
  summary: 'what changed between two schemas or contracts, and whom it breaks',
  description:
    'Compares any two schema or contract files: what changed, whether the new one may replace the old, and the smallest event that breaks where it may not. Nothing leaves this machine.',
  examples: [
    {
      line: 'concordat diff examples/orders/order-placed.schema.json examples/orders/order-placed.v2-breaking.schema.json',
      does: 'shows the events that break',
    },
    {
      line: 'concordat diff old.json new.json --mode FULL --format json',
      does: 'both directions, for a program',
    },
  ],
  declare: (command) =>
    command
      .argument('<old>', 'schema or contract as it is')
      .argument('<new>', 'schema or contract as it would be')
      .addOption(modeOption())
      .addOption(assumptionOption())
      .addOption(textFormatsOption())
      .addOption(enumsOption())
      .addOption(formatOption()),
  async run({ args: [oldPath = '', newPath = ''], format, ...options }, io) {
    const disk = new DiskTree(io.cwd);
    const baseline = new FileBaseline(oldPath, disk);
    const old = await baseline.counterpartOf();
    const compared = compare(await readFound(disk, newPath), old, options);
    showDifference(io, format, compared);
    return exitCodeOf(compared, 'undecided');
  },
};
