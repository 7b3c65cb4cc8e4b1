import { isAbsolute, relative } from 'node:path';
import { Option } from 'commander';
import type { Assumption } from '#compat';
import type { CompatibilityMode } from '#contract';
import { problem } from '#kernel';
import type { Baseline } from '../baseline/baseline.js';
import { openBaseline } from '../baseline/open-baseline.js';
import type { CliCommand } from '../command.js';
import { compare, type Compared, exitCodeOf, type FailOn } from '../compare.js';
import { worstOf } from '../exit-codes.js';
import { DiskTree } from '../files/disk-tree.js';
import { findFiles, type FoundPath } from '../files/find-files.js';
import { type Found, readFound } from '../files/read-found.js';
import {
  assumptionOption,
  type Format,
  formatOption,
  modeOption,
  registryOption,
} from '../options.js';
import { cliProblems } from '../problems.js';
import { showComparisons } from '../reporters/comparisons.js';

interface CheckOptions {
  readonly against: string;
  readonly registry: string;
  readonly mode?: CompatibilityMode;
  readonly assumption?: Assumption;
  readonly format: Format;
  readonly failOn: FailOn;
}

export const check: CliCommand<CheckOptions> = {
  name: 'check',
  summary: 'may the new contracts replace the old ones?',
  description:
    'Compares every contract and schema found with its older self: the same path, or the same contract id, in another folder, in a git commit, or in a registry. Offline unless the registry is asked.',
  examples: [
    {
      line: 'concordat check contracts --against git:origin/main',
      does: 'what a pull request changes',
    },
    {
      line: 'concordat check contracts --against registry',
      does: 'against every published version',
    },
    { line: 'concordat check new.schema.json --against old.schema.json', does: 'two files' },
  ],
  declare: (command) =>
    command
      .argument('<paths...>', 'contract or schema files, or folders that hold them')
      .requiredOption('--against <baseline>', 'a file, a folder, git:REF or registry')
      .addOption(registryOption())
      .addOption(modeOption())
      .addOption(assumptionOption())
      .addOption(
        new Option('--fail-on <what>', 'what ends with an exit code other than 0')
          .choices(['breaking', 'undecided'])
          .default('undecided'),
      )
      .addOption(formatOption()),
  async run({ args, against, registry, format, failOn, ...options }, io) {
    const baseline = await openBaseline(io, { against, registry });
    const disk = new DiskTree(io.cwd);
    const paths = args.map((path) => (isAbsolute(path) ? relative(io.cwd, path) || '.' : path));
    const found = await findFiles(disk, paths, { isSchemaWanted: true });
    const compared: Compared[] = [];
    for (const { at, file } of await readAll(disk, found, baseline)) {
      if (file.contract && file.contract.schema.references.length > 0 && !baseline.references)
        throw problem(cliProblems.REFERENCES_NEED_REGISTRY, { path: file.path });
      compared.push(compare(file, await baseline.counterpartOf(file, at), options));
    }
    showComparisons(io, format, { baseline: baseline.label, compared, failOn });
    return worstOf(compared.map((each) => exitCodeOf(each, failOn)));
  },
};

/** A schema a contract names is judged with its contract, not a second time by itself. */
async function readAll(
  disk: DiskTree,
  paths: readonly FoundPath[],
  baseline: Baseline,
): Promise<readonly { at: FoundPath; file: Found }[]> {
  const all = [];
  for (const at of paths)
    all.push({ at, file: await readFound(disk, at.path, baseline.references) });
  const named = new Set(all.filter(({ file }) => file.contract).map(({ file }) => file.schemaPath));
  return all.filter(({ file }) => file.contract !== undefined || !named.has(file.path));
}
