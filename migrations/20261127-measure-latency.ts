// How long events take, leg by leg of their way, by the minute.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** `bucket` counts quarters of a doubling from one millisecond on: bounds are 19 % apart. */
const LATENCIES = `
  CREATE TABLE event_latencies (
    contract_id text COLLATE "C" NOT NULL,
    minute      timestamptz NOT NULL,
    leg         text COLLATE "C" NOT NULL,
    reader      text COLLATE "C" NOT NULL,
    bucket      smallint NOT NULL,
    count       bigint NOT NULL,
    PRIMARY KEY (contract_id, minute, leg, reader, bucket)
  ) WITH (fillfactor = 80)`;

const BY_MINUTE = 'CREATE INDEX event_latencies_minute ON event_latencies USING brin (minute)';

export class MeasureLatency1795800310000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(LATENCIES);
    await run.query(BY_MINUTE);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP TABLE event_latencies');
  }
}
