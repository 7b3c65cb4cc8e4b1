import { readFileSync } from 'node:fs';
import { exitCodes } from './exit-codes.js';
import type { Io } from './io.js';
import { runProgram } from './program.js';

// The one place of the CLI that knows the process.
const { stdout, stderr } = process;
const isTTY = stdout.isTTY === true;
/** A reader that has seen enough (`| head`) is no fault of ours, and changes no verdict. */
const heard = (stream: NodeJS.WriteStream) => {
  let isHeard = true;
  stream.on('error', ({ code }: NodeJS.ErrnoException) => {
    isHeard = false;
    if (code === 'EPIPE' || stream !== stdout) return;
    stderr.write(`Standard output cannot be written: ${code}.\n`);
    process.on('exit', () => (process.exitCode = exitCodes.usage));
  });
  return (text: string) => void (isHeard && stream.write(text));
};
const io: Io = {
  out: heard(stdout),
  err: heard(stderr),
  isTTY,
  // https://no-color.org: set and not empty means no colour.
  isColour: isTTY && stderr.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb',
  columns: isTTY ? Math.min(stdout.columns, 100) : 80,
  cwd: process.cwd(),
  fetch,
  env: process.env,
  clock: { nowMs: () => Date.now() },
};

const { version } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
) as { version: string };
try {
  process.exitCode = await runProgram(process.argv.slice(2), io, { version });
} catch (error) {
  const { message, stack = '' } = error as Error;
  io.err(
    `Concordat met a fault of its own: ${message}\nNothing was decided. Please report it with the command and its files; CONCORDAT_TRACE=1 shows where it happened.\n`,
  );
  if (process.env['CONCORDAT_TRACE']) io.err(`${stack}\n`);
  process.exitCode = exitCodes.undecided;
}
