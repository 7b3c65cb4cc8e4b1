import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Io } from '../../../src/cli/io.js';
import { runProgram } from '../../../src/cli/program.js';

/**
 * A script is a list of commands and what they answer:
 *
 *   $ concordat diff old.schema.json new.schema.json      as a pipe sees it
 *   % concordat diff old.schema.json new.schema.json      as a person at a terminal sees it
 *   …lines of standard output
 *   ! lines of standard error
 *   = exit code
 *
 * Lines above the first command say what the script shows. They run in `files/`, or below it where
 * a line says `in: folder`. With UPDATE_GOLDEN=1 the answers are written down anew, and the diff is the review.
 */
const here = new URL('.', import.meta.url).pathname;
const scripts = readdirSync(here).filter((name) => name.endsWith('.script'));
const COMMAND = /^[$%] concordat\b/;

async function answerOf(line: string, folder: string): Promise<string> {
  const written = { out: '', err: '' };
  const isTTY = line.startsWith('%');
  const io: Io = {
    out: (text) => void (written.out += text),
    err: (text) => void (written.err += text),
    isTTY,
    isColour: isTTY,
    columns: 80,
    cwd: `${here}files/${folder}`,
    fetch: () => Promise.reject(new Error('a golden script asked the network')),
    env: {},
    clock: { nowMs: () => Date.parse('2026-11-23T12:00:00Z') },
  };
  const words = line.replace(COMMAND, '').trim().split(/\s+/).filter(Boolean);
  const code = await runProgram(words, io, { version: '0.0.0-golden' });
  const errors = written.err.split('\n').slice(0, -1);
  return [written.out, ...errors.map((each) => `! ${each}\n`), `= ${code}\n`]
    .join('')
    .replaceAll('\u001b', '␛');
}

async function played(text: string): Promise<string> {
  const lines = text.split('\n');
  const folder = /^in: (.+)$/m.exec(text)?.[1] ?? '';
  const first = lines.findIndex((line) => COMMAND.test(line));
  const parts = [lines.slice(0, first).join('\n')];
  for (const line of lines.filter((each) => COMMAND.test(each)))
    parts.push(`${line}\n${await answerOf(line, folder)}`);
  return parts.join('\n');
}

describe('the command line, word for word', () => {
  it.each(scripts)('%s', async (name) => {
    const text = readFileSync(here + name, 'utf8');
    const now = await played(text);
    if (process.env['UPDATE_GOLDEN']) writeFileSync(here + name, now);
    else expect(now).toBe(text);
  });

  it('there are scripts, and each has a command', () => {
    expect(scripts.length).toBeGreaterThan(4);
    for (const name of scripts) expect(readFileSync(here + name, 'utf8')).toMatch(/^[$%] concordat/m);
  });
});
