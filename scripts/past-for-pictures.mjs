// Gives the shop of the pictures a past: what was counted and refused in each of its rounds is moved
// to a minute of the last hour, so that a picture shows an hour and not its last minute alone.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** Gateways write what they counted once a second. */
const WRITTEN_MS = 1_150;
/** More than there are rounds, so that no two of them are moved to one minute. */
const ROUNDS = 58;

/** @param data the data folder of a running Concordat with a PostgreSQL of its own */
export async function pastOf(data) {
  const password = (await readFile(join(data, 'postgres.password'), 'utf8')).trim();
  const port = (await readFile(join(data, 'postgres/postmaster.pid'), 'utf8')).split('\n')[3];
  const base = { host: '127.0.0.1', port: Number(port), user: 'concordat', password };
  const client = new pg.Client({ ...base, database: await databaseOf(base) });
  await client.connect();
  let round = 0;
  let began = new Date(0);
  return {
    /** After each round of events: they came so many minutes ago. */
    async endRound() {
      const minutes = ROUNDS - round++;
      if (minutes < 1) throw new Error(`There are more than ${ROUNDS} rounds.`);
      await sleep(WRITTEN_MS);
      const by = `make_interval(mins => ${minutes})`;
      await client.query(
        `UPDATE tallies SET minute = minute - ${by} WHERE minute >= date_trunc('minute', $1::timestamptz)`,
        [began],
      );
      await client.query(
        `UPDATE quarantine SET first_seen = first_seen - ${by}, last_seen = last_seen - ${by}
         WHERE last_seen >= $1`,
        [began],
      );
      began = new Date();
    },
    /** Contracts are older than the events that keep them, and the newest version is a few days old. */
    async end() {
      await client.query(
        `UPDATE contract_versions SET published_at =
           published_at - (CASE version WHEN 1 THEN 40 + length(contract_id) ELSE 3 END) * interval '1 day'`,
      );
      await client.end();
    },
  };
}

/** The only one that is not PostgreSQL's own. */
async function databaseOf(base) {
  const client = new pg.Client({ ...base, database: 'postgres' });
  await client.connect();
  const { rows } = await client.query(
    'SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY oid DESC LIMIT 1',
  );
  await client.end();
  return rows[0].datname;
}
