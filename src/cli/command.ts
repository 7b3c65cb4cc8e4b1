import type { Command } from 'commander';
import type { ExitCode } from './exit-codes.js';
import type { Io } from './io.js';

/** A line to copy, and what it does. */
export interface CommandExample {
  readonly line: string;
  readonly does: string;
}

/** What commander hands over: the words after the command, and its options by name. */
export type Given<Options> = Options & { readonly args: readonly string[] };

/** One command of the CLI; `program.ts` lists them, `docs/cli.md` is generated from them. */
export interface CliCommand<Options> {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly examples: readonly CommandExample[];
  /** Declares arguments and options. */
  declare(command: Command): Command;
  run(given: Given<Options>, io: Io): Promise<ExitCode>;
}
