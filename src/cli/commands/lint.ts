import { Option } from 'commander';
import { pathsOf } from '../check/check-plan.js';
import type { CliCommand } from '../command.js';
import { readConfig } from '../config/read-config.js';
import { exitCodes } from '../exit-codes.js';
import { DiskTree } from '../files/disk-tree.js';
import { runLint } from '../lint/run-lint.js';
import { configOption, formatsOption } from '../options.js';
import { deliver, deliveriesOf } from '../reporters/deliver.js';
import { lintFormats } from '../reporters/lint.js';

interface LintOptions {
  readonly failOn: 'error' | 'warn';
  readonly config?: string;
  readonly format: readonly string[];
}

const FORMATS = Object.keys(lintFormats);

export const lint: CliCommand<LintOptions> = {
  name: 'lint',
  summary: 'are contracts and schemas written so that others can rely on them?',
  description:
    'Looks for what a validator does not mind and a reader does: fields nobody described, texts without an end, personal data nobody classified. contracts.yaml makes a rule an error, a warning or switches it off; docs/lint-rules.md lists them.',
  examples: [
    { line: 'concordat lint', does: 'every module of contracts.yaml' },
    { line: 'concordat lint contracts --fail-on warn', does: 'warnings count too' },
  ],
  declare: (command) =>
    command
      .argument(
        '[paths...]',
        'contract or schema files, or folders that hold them (default: the modules of contracts.yaml)',
      )
      .addOption(
        new Option('--fail-on <severity>', 'what ends with an exit code other than 0')
          .choices(['error', 'warn'])
          .default('error'),
      )
      .addOption(configOption())
      .addOption(formatsOption(FORMATS)),
  async run({ args, failOn, config: configPath, format }, io) {
    const deliveries = deliveriesOf(format, FORMATS);
    const config = await readConfig(new DiskTree(io.cwd), configPath);
    const result = await runLint(io, pathsOf(args, config), config);
    for (const delivery of deliveries)
      await deliver(io, delivery, lintFormats[delivery.format]?.(result, io) ?? '');
    const fails = ({ severity }: { severity: string }): boolean =>
      severity === 'error' || failOn === 'warn';
    return result.findings.some(fails) ? exitCodes.findings : exitCodes.pass;
  },
};
