import type { Command } from 'commander';
import { commands } from './commands.js';
import { exitCodeMeanings, exitCodes } from './exit-codes.js';
import type { Io } from './io.js';
import { buildProgram } from './program.js';

const nowhere: Io = {
  out: () => undefined,
  err: () => undefined,
  isTTY: false,
  isColour: false,
  columns: 80,
  cwd: '.',
  fetch,
  env: {},
  clock: { nowMs: () => 0 },
};

/** `docs/cli.md` below its title, from the definitions commander itself uses. */
export function describeCommands(): string {
  const program = buildProgram(nowhere, { version: '' }, () => undefined);
  const sections = commands.map(({ name, examples }) => {
    const command = program.commands.find((each) => each.name() === name) as Command;
    const lines = examples.map(({ line, does }) => `# ${does}\n${line}`).join('\n');
    return [
      `## ${name}`,
      command.description(),
      `\`${usageOf(command)}\``,
      optionTable(command),
      fenced(lines),
    ]
      .filter(Boolean)
      .join('\n\n');
  });
  return [
    ...sections,
    `## Not there\n\n${absentTable()}`,
    `## Exit codes\n\n${exitCodeTable()}`,
  ].join('\n\n');
}

const usageOf = (command: Command): string => `concordat ${command.name()} ${command.usage()}`;
const fenced = (text: string): string => `\`\`\`sh\n${text}\n\`\`\``;
const cell = (text: string): string => text.replaceAll('|', '\\|');

function optionTable(command: Command): string {
  const options = command.options.filter(({ hidden }) => !hidden);
  if (options.length === 0) return '';
  const rows = options.map((option) => {
    const byDefault = option.defaultValueDescription ?? String(option.defaultValue ?? '');
    const choices = option.argChoices ? `: ${option.argChoices.join(', ')}` : '';
    const variable = option.envVar === undefined ? '' : ` (\`${option.envVar}\`)`;
    return `| \`${cell(option.flags)}\` | ${cell(option.description)}${choices}${variable} | ${byDefault} |`;
  });
  return ['| option | meaning | default |', '| --- | --- | --- |', ...rows].join('\n');
}

/** What people who know other tools look for in vain, and what there is instead. */
const ABSENT: readonly (readonly [what: string, instead: string])[] = [
  [
    '`can-i-deploy`, `record-deployment`, `check --env`',
    'What runs where is not recorded. `check --against registry` judges by every version that is published.',
  ],
  [
    '`check --evidence`',
    'Who really reads a field is not observed, so no break is let pass because nobody seems to. A person answers for one with `waiver add`.',
  ],
  [
    '`check --replay <number>`',
    'The last events of a topic are not fetched; `check --replay` takes a file.',
  ],
  [
    '`check --comment`',
    'The comment is a format, `--format markdown=comment.md`; `action.yml` posts it (`comment: auto`).',
  ],
];

function absentTable(): string {
  const rows = ABSENT.map(([what, instead]) => `| ${what} | ${instead} |`);
  return ['| what | instead |', '| --- | --- |', ...rows].join('\n');
}

function exitCodeTable(): string {
  const rows = Object.entries(exitCodeMeanings).map(
    ([name, meaning]) => `| ${exitCodes[name as keyof typeof exitCodes]} | ${meaning} |`,
  );
  return ['| code | meaning |', '| --- | --- |', ...rows].join('\n');
}
