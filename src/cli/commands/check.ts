import { Option } from 'commander';
import { type CheckWords, planCheck } from '../check/check-plan.js';
import { runCheck } from '../check/run-check.js';
import type { CliCommand } from '../command.js';
import { failOns } from '../compare.js';
import {
  assumptionOption,
  configOption,
  formatsOption,
  modeOption,
  registryOption,
} from '../options.js';
import { checkFormats } from '../reporters/check/check-formats.js';
import { checkAsMarkdown } from '../reporters/check/markdown.js';
import { addToStepSummary, deliver, deliveriesOf } from '../reporters/deliver.js';

interface CheckOptions extends Omit<CheckWords, 'args'> {
  readonly format: readonly string[];
  readonly quiet?: true;
}

const FORMATS = Object.keys(checkFormats);

export const check: CliCommand<CheckOptions> = {
  name: 'check',
  summary: 'may the new contracts replace the old ones?',
  description:
    'Compares every contract and schema found with its older self: the same path, or the same contract id, in another folder, in a git commit, or in a registry. What the baseline has and the files here lost is reported too. Offline unless the registry is asked. Without paths, contracts.yaml says what is checked and against what.',
  examples: [
    {
      line: 'concordat check contracts --against git:origin/main',
      does: 'what a pull request changes',
    },
    {
      line: 'concordat check --format text --format github --format markdown=comment.md',
      does: 'the modules of contracts.yaml, with annotations and a comment for the pull request',
    },
    {
      line: 'concordat check contracts --changed-since origin/main --against registry',
      does: 'only what changed, against every published version',
    },
    {
      line: 'concordat check order.contract.yaml --against git:origin/main --replay events.ndjson',
      does: 'and do the events that were really sent pass?',
    },
    { line: 'concordat check new.schema.json --against old.schema.json', does: 'two files' },
  ],
  declare: (command) =>
    command
      .argument(
        '[paths...]',
        'contract or schema files, or folders that hold them (default: the modules of contracts.yaml)',
      )
      .option(
        '--against <baseline>',
        'a file, a folder, git:REF or registry (default: what contracts.yaml says)',
      )
      .option('--changed-since <ref>', 'compare only what changed since this commit', withoutGit)
      .addOption(registryOption({ isConfigured: true }))
      .addOption(modeOption())
      .addOption(assumptionOption())
      .addOption(
        new Option(
          '--fail-on <what>',
          'what ends with an exit code other than 0 (default: undecided)',
        ).choices(failOns),
      )
      .option('--offline', 'never ask a registry, whatever contracts.yaml says')
      .option('--since <version>', 'of a registry, only this version of a subject and later ones')
      .option(
        '--replay <events.ndjson>',
        'also execute recorded events, one JSON value or CloudEvent a line',
      )
      .option('--max-findings <number>', 'findings shown of each contract, the worst first')
      .option('--quiet', 'in text, only what needs a look and the count')
      .addOption(configOption())
      .addOption(formatsOption(FORMATS)),
  async run({ format, quiet, ...words }, io) {
    const pen = { ...io, isQuiet: quiet === true };
    const deliveries = deliveriesOf(format, FORMATS);
    const result = await runCheck(io, await planCheck(io, words));
    for (const delivery of deliveries) {
      await deliver(io, delivery, checkFormats[delivery.format]?.(result, pen) ?? '');
      if (delivery.format === 'github') await addToStepSummary(io, checkAsMarkdown(result));
    }
    return result.exitCode;
  },
};

/** Baselines are named `git:…`; what can only be a commit may be, too. */
function withoutGit(ref: string): string {
  return ref.replace(/^git:/, '');
}
