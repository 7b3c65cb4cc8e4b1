import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/app/embedded-postgres.js';
import { scratchFolder } from '../support/folders.js';
import { eventually } from '../support/eventually.js';

describe('the embedded PostgreSQL', () => {
  let folder: Awaited<ReturnType<typeof scratchFolder>>;
  let postgres: EmbeddedPostgres;
  const start = () => startEmbeddedPostgres(folder.path, () => undefined);
  beforeAll(async () => {
    folder = await scratchFolder();
    postgres = await start();
  }, 90_000);
  afterAll(async () => {
    await postgres?.stop();
    await folder?.remove();
  });

  it('that was killed starts anew once those who served for it have ended', async () => {
    const client = new Client({ connectionString: postgres.url });
    client.on('error', () => undefined);
    await client.connect();
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const [{ pid: orphan } = { pid: 0 }] = rows;
    const file = await readFile(join(folder.path, 'postgres/postmaster.pid'), 'utf8');
    process.kill(orphan, 'SIGSTOP'); // It does not hear of the death, and holds its memory.
    try {
      process.kill(Number(file.split('\n')[0]), 'SIGKILL');
      const starting = start();
      starting.catch(() => undefined);
      const log = () => readFile(join(folder.path, 'postgres.log'), 'utf8');
      await eventually(async () => expect(await log()).toContain('is still in use'));
      process.kill(orphan, 'SIGCONT');
      postgres = await starting;
    } finally {
      end(orphan);
    }
  });
});

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself, as it should.
  }
}
