import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asking, jsonSchema } from '../support/ask.js';
import { createDatabase } from '../support/create-database.js';
import { scratchFolder } from '../support/folders.js';
import { runCli } from '../support/run-cli.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const page = readFileSync(new URL('../../docs/migrating.md', import.meta.url), 'utf8');
/** What is typed, in the order of the page. */
const commands = [...page.matchAll(/```sh\n([^]*?)```/g)]
  .flatMap(([, block = '']) => block.split('\n'))
  .filter((line) => line.startsWith('npx concordat '))
  .map((line) => line.replace(/ +#.*/, ''));

describe('the commands of docs/migrating.md', () => {
  let old: StartedConcordat;
  let concordat: StartedConcordat;
  let folder: Awaited<ReturnType<typeof scratchFolder>>;
  const run = (words: readonly string[], registryUrl: string) =>
    runCli(words, { cwd: folder.path, env: { CONCORDAT_REGISTRY_URL: registryUrl } });

  beforeAll(async () => {
    folder = await scratchFolder();
    old = await startConcordat({ DATABASE_URL: await createDatabase() });
    concordat = await startConcordat({ DATABASE_URL: await createDatabase() });
  }, 120_000);
  afterAll(async () => {
    await old?.stop();
    await concordat?.stop();
    await folder?.remove();
  });

  it('work as typed, one after the other', async () => {
    const registered = jsonSchema({ type: 'object' });
    const path = '/subjects/orders-value/versions';
    expect((await asking(() => old.registryUrl)('POST', path, registered)).status).toBe(200);
    // As Kafka's own tool would write it.
    const dumped = await run(['export', '--to-file', 'schemas.jsonl'], old.registryUrl);
    expect(dumped.exitCode).toBe(0);
    expect(commands.length).toBeGreaterThan(4);
    for (const command of commands) {
      const typed = command.replace(/https:\/\/[a-z]+\.example\.com/, old.registryUrl);
      const ran = await run(typed.split(' ').slice(2), concordat.registryUrl);
      expect({ command, ...ran }).toMatchObject({ command, exitCode: 0, stderr: '' });
    }
    const found = await fetch(`${concordat.registryUrl}${path}`);
    expect(await found.json()).toEqual([1]);
  }, 120_000);
});
