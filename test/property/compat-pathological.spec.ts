import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

/** Made to cost much, each in a way of its own; `npm run bench` measures these and more. */
const PAIRS = [
  'seven patterns of names',
  'forty patterns of names',
  'two hundred patterns, each large',
  'oneOf that nothing tells apart',
  'oneOf in oneOf',
  'every one of 900 fields changed',
  '800 definitions that lead back to one',
  'names out of a dictionary',
];
const run = promisify(execFile);

describe('a pathological pair of schemas', () => {
  it.each(PAIRS)('ends at the step budget with a heap of 256 MB: %s', async (name) => {
    const { stdout } = await run(process.execPath, [
      '--max-old-space-size=256',
      '--max-semi-space-size=8',
      'test/bench/pathological.mjs',
      name,
    ]);
    const { verdict, because } = JSON.parse(stdout) as { verdict: string; because?: string };
    expect(['incompatible', 'undecided']).toContain(verdict);
    if (verdict === 'undecided') expect(because).toMatch(/budget|too large/);
  });
});
