// What a log on PostgreSQL costs without a gateway: rows of the same bytes, appended in one statement
// with all that came while the one before was on its way to the disk.
import { Client } from 'pg';
import { order } from './order.mjs';

const ROWS = Array.from({ length: 10 }, (_, n) => Buffer.from(JSON.stringify(order(n))));
const ROWS_MAX = 5_000;
const TABLE = 'CREATE TABLE bare_append (n bigserial PRIMARY KEY, value bytea NOT NULL)';
const APPEND = 'INSERT INTO bare_append (value) SELECT unnest($1::bytea[])';

/** @returns appends ten rows; done when they are on disk */
export async function appender(url) {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(TABLE);
  let waiting = [];
  let isBusy = false;
  const run = async () => {
    isBusy = true;
    while (waiting.length > 0) {
      const some = waiting.splice(0, ROWS_MAX / ROWS.length);
      const values = some.flatMap(() => ROWS);
      await client.query({ name: 'append', text: APPEND, values: [values] });
      for (const done of some) done();
    }
    isBusy = false;
  };
  return () =>
    new Promise((done) => {
      waiting.push(done);
      if (!isBusy) void run();
    });
}
