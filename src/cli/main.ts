import { readFileSync } from 'node:fs';
import type { Io } from './io.js';
import { runProgram } from './program.js';

// The one place of the CLI that knows the process.
const { stdout, stderr } = process;
const isTTY = stdout.isTTY === true;
const io: Io = {
  out: (text) => void stdout.write(text),
  err: (text) => void stderr.write(text),
  isTTY,
  // https://no-color.org: set and not empty means no colour.
  isColour: isTTY && stderr.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb',
  columns: isTTY ? Math.min(stdout.columns, 100) : 80,
  cwd: process.cwd(),
  fetch,
  env: process.env,
  clock: { nowMs: () => Date.now() },
};

// A reader that has seen enough (`| head`) is no fault of ours.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const { version } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
) as { version: string };
process.exitCode = await runProgram(process.argv.slice(2), io, { version });
