import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** A fresh, empty database on the test run's PostgreSQL; dropped with the server. */
export const createDatabase = (): Promise<string> => created('');

/** One with all that is in another, which nobody may be connected to. */
export const copyDatabase = (url: string): Promise<string> =>
  created(` TEMPLATE ${new URL(url).pathname.slice(1)}`);

async function created(from: string): Promise<string> {
  const server = process.env['CONCORDAT_TEST_POSTGRES'];
  if (!server) throw new Error('The e2e project starts PostgreSQL: run with --selectProjects e2e.');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const client = new Client({ connectionString: server });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}${from}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
