// Which event caused which, as events say it themselves, for whoever asks what came of one.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Events that name neither a cause nor a correlation have no row. */
const LINKS = `
  CREATE TABLE event_links (
    id               text COLLATE "C" NOT NULL,
    source           text COLLATE "C" NOT NULL,
    correlation_id   text COLLATE "C",
    causation_id     text COLLATE "C",
    contract_id      text COLLATE "C" NOT NULL,
    contract_version int NOT NULL,
    fate             text NOT NULL,
    topic            text,
    partition        int,
    log_offset       bigint,
    happened_at      timestamptz,
    judged_at        timestamptz NOT NULL,
    PRIMARY KEY (id, source),
    CHECK (num_nonnulls(correlation_id, causation_id) > 0)
  );
  CREATE INDEX event_links_by_cause ON event_links (causation_id) WHERE causation_id IS NOT NULL;
  CREATE INDEX event_links_by_correlation ON event_links (correlation_id, judged_at)
    WHERE correlation_id IS NOT NULL;
  CREATE INDEX event_links_by_contract ON event_links (contract_id, judged_at);
  CREATE INDEX event_links_by_age ON event_links USING brin (judged_at)`;

export class LinkEvents1795800110000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(LINKS);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP TABLE event_links');
  }
}
