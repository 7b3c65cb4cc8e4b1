import { Command, CommanderError, Option } from 'commander';
import { Problem } from '#kernel';
import type { CliCommand } from './command.js';
import { commands } from './commands.js';
import { exitCodeMeanings, exitCodeOfProblem, exitCodes, type ExitCode } from './exit-codes.js';
import type { Io } from './io.js';
import { paint } from './paint.js';

export interface ProgramFacts {
  readonly version: string;
}

/** Runs one command line. Resolves with the exit code; throws only bugs. */
export async function runProgram(
  words: readonly string[],
  io: Io,
  facts: ProgramFacts,
): Promise<ExitCode> {
  const outcome: { code: ExitCode } = { code: exitCodes.pass };
  const program = buildProgram(io, facts, (code) => (outcome.code = code));
  try {
    if (words.length === 0) program.outputHelp();
    else await program.parseAsync([...words], { from: 'user' });
    return outcome.code;
  } catch (error) {
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? exitCodes.pass : exitCodes.usage;
    if (!(error instanceof Problem)) throw error;
    io.err(
      `${paint(io, 'red', error.message)}\n${error.hint === undefined ? '' : `${error.hint}\n`}`,
    );
    return exitCodeOfProblem(error.row.http);
  }
}

/** The commander definitions of every command; `describe-commands.ts` reads them too. */
export function buildProgram(io: Io, facts: ProgramFacts, done: (code: ExitCode) => void): Command {
  const program = new Command('concordat')
    .description(
      'One contract between producers and the broker, for the shape and the meaning of every event.',
    )
    .version(facts.version, '-V, --version', 'print the version')
    .helpCommand('help [command]', 'how to use a command')
    .helpOption('-h, --help', 'how to use it');
  speakThrough(program, io, '"concordat --help" lists them.');
  for (const command of commands)
    declareOn(program, { command, io }, ({ color, ...given }) =>
      command.run(given as never, color === false ? { ...io, isColour: false } : io).then(done),
    );
  program.addHelpText('after', () => `\nExit codes\n${exitCodeLines()}`);
  return program;
}

function declareOn<Options>(
  program: Command,
  { command, io }: { command: CliCommand<Options>; io: Io },
  run: (given: { args: readonly string[]; color?: boolean }) => Promise<void>,
): void {
  const declared = command.declare(program.command(command.name));
  speakThrough(declared, io, `"concordat ${command.name} --help" shows how.`);
  declared
    .summary(command.summary)
    .description(command.description)
    .helpOption('-h, --help', 'how to use it')
    .addOption(new Option('--no-color', 'no colour, as with NO_COLOR=1').hideHelp())
    .allowExcessArguments(false)
    .addHelpText('after', () => `\nExamples\n${exampleLines(command)}`)
    .action(() => run({ ...declared.opts(), args: declared.args }));
}

function speakThrough(command: Command, io: Io, remedy: string): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => io.out(text),
    writeErr: (text) => io.err(text),
    getOutHelpWidth: () => io.columns,
    getErrHelpWidth: () => io.columns,
    getOutHasColors: () => io.isColour,
    getErrHasColors: () => io.isColour,
    outputError: (text, write) => write(`${paint(io, 'red', sentenceOf(text, remedy))}\n`),
  });
}

/** Commander says `error: unknown command 'chek'`; the house says sentences. */
function sentenceOf(text: string, otherwise: string): string {
  const said = text.replace(/^error: /, '').trimEnd();
  const [first = '', ...rest] = said.split('\n');
  const opening =
    first.charAt(0).toUpperCase() + first.slice(1) + (/[.?!]$/.test(first) ? '' : '.');
  const remedy = rest.length > 0 ? rest.join(' ').replace(/^\((.*)\)$/, '$1') : otherwise;
  return `${opening} ${remedy}`;
}

const exampleLines = (command: { readonly examples: CliCommand<never>['examples'] }): string =>
  command.examples.map(({ line, does }) => `  $ ${line}\n      ${does}`).join('\n');

const exitCodeLines = (): string =>
  Object.entries(exitCodeMeanings)
    .map(([name, meaning]) => `  ${exitCodes[name as keyof typeof exitCodes]}  ${meaning}`)
    .join('\n');
