// One embedded PostgreSQL for all end-to-end tests; every test file makes databases of its own.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default async function globalSetup() {
  const { startEmbeddedPostgres } = await import('../../dist/src/app/embedded-postgres.js');
  const home = await mkdtemp(join(tmpdir(), 'concordat-test-'));
  const postgres = await startEmbeddedPostgres(home, () => undefined);
  globalThis.concordatPostgres = { postgres, home };
  process.env['CONCORDAT_TEST_POSTGRES'] = postgres.url;
}
