import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
}

const root = new URL('../..', import.meta.url).pathname;

/** The real binary in a process of its own, its output a pipe. */
export async function runCli(
  words: readonly string[],
  { cwd = root, env = {} }: { readonly cwd?: string; readonly env?: Record<string, string> } = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [`${root}bin/concordat.js`, ...words], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...env },
  });
  const ran = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (ran.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (ran.stderr += chunk.toString()));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { ...ran, exitCode };
}
