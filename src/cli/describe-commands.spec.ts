import { describe, expect, it } from '@jest/globals';
import { commands } from './commands.js';
import { describeCommands } from './describe-commands.js';
import { exitCodes } from './exit-codes.js';

describe('the page about the command line', () => {
  const page = describeCommands();

  it('has a section and an example for every command', () => {
    for (const { name, examples } of commands) {
      expect(page).toContain(`## ${name}\n`);
      expect(examples.length).toBeGreaterThan(0);
      for (const { line } of examples) expect(page).toContain(line);
    }
  });

  it('lists every exit code once', () => {
    const listed = [...page.matchAll(/^\| (\d) \|/gm)].map(([, code]) => Number(code));
    expect(listed).toEqual(Object.values(exitCodes));
  });

  it('names options with their choices, defaults and variables', () => {
    expect(page).toContain(
      '| `--format <format>` | for people or for programs: text, json | text |',
    );
    expect(page).toContain('(`CONCORDAT_REGISTRY_URL`) | http://127.0.0.1:8081 |');
  });
});
