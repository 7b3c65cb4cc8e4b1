import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const root = new URL('../..', import.meta.url).pathname;
const readme = join(root, 'README.md');

interface Step {
  readonly command: string;
  readonly shown: string;
}

/** ```console blocks: `$ ` begins a command, the lines below it are what it prints. */
function stepsOf(text: string): Step[] {
  const blocks = [...text.matchAll(/```console\n([^]*?)```/g)].map((found) => found[1] ?? '');
  return blocks.flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command = '', ...shown] = part.split('\n');
        return { command, shown: shown.join('\n').trimEnd() };
      }),
  );
}

/** What differs by nature from run to run; and npm's remarks about its own settings. */
function settled(text: string): string {
  return text
    .replaceAll(/\b01[0-9A-HJKMNP-TV-Z]{24}\b/g, '01K…')
    .replaceAll(/"loggedAt":"[^"]+"/g, '"loggedAt":"2026-11-23T…"')
    .replaceAll(/=[0-9a-f]{64}\b/g, '=…')
    .replaceAll(/^npm warn .*\n/gm, '')
    .trimEnd();
}

describe('the five minutes of the README', () => {
  let concordat: StartedConcordat;
  beforeAll(async () => {
    concordat = await startConcordat();
  }, 90_000);
  afterAll(() => concordat?.stop());

  const run = (command: string) => {
    const ran = spawnSync(
      'bash',
      [
        '-c',
        command
          .replaceAll('http://127.0.0.1:8081', concordat.registryUrl)
          .replaceAll('http://127.0.0.1:8082', concordat.gatewayUrl),
      ],
      {
        cwd: root,
        encoding: 'utf8',
        env: {
          ...process.env,
          NODE_OPTIONS: '',
          PATH: [join(root, 'node_modules/.bin'), process.env['PATH']].join(delimiter),
          CONCORDAT_REGISTRY_URL: concordat.registryUrl,
          CONCORDAT_GATEWAY_URL: concordat.gatewayUrl,
          NO_COLOR: '1',
        },
      },
    );
    return settled(
      `${ran.stdout}${ran.stderr}`
        .replaceAll(concordat.registryUrl, 'http://127.0.0.1:8081')
        .replaceAll(concordat.gatewayUrl, 'http://127.0.0.1:8082'),
    );
  };

  it('print what the README says they print', async () => {
    let text = readFileSync(readme, 'utf8');
    const steps = stepsOf(text);
    expect(steps.length).toBeGreaterThan(5);
    for (const { command, shown } of steps) {
      const printed = run(command);
      if (command.includes('publish')) await sleep(1_500);
      if (process.env['UPDATE_GOLDEN']) {
        text = text.replace(
          `$ ${command}\n${shown}${shown ? '\n' : ''}`,
          () => `$ ${command}\n${printed}\n`,
        );
      } else expect({ command, printed }).toEqual({ command, printed: settled(shown) });
    }
    if (process.env['UPDATE_GOLDEN']) writeFileSync(readme, text);
  }, 60_000);
});
