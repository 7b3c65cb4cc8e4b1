import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

/** A consumer group as the broker shows it: nobody has to have declared it. */
export interface ObservedGroup {
  readonly name: string;
  readonly topic: string;
  /** Who reads now; none where all are away. */
  readonly members: number;
  /** Events it has not committed yet. */
  readonly lag: number;
}

export interface RememberedGroup extends ObservedGroup {
  readonly firstSeen: Date;
  readonly lastSeen: Date;
}

const SAW = `
  INSERT INTO observed_groups (topic, name, members, lag)
  SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::bigint[])
  ON CONFLICT (topic, name) DO UPDATE
     SET members = excluded.members, lag = excluded.lag, last_seen = clock_timestamp()`;
/** Kafka forgets the positions of an idle group after seven days by itself; so does this. */
const FORGET = `DELETE FROM observed_groups WHERE last_seen < clock_timestamp() - interval '7 days'`;
const LIST = `
  SELECT topic, name, members, lag::float8 AS lag, first_seen AS "firstSeen", last_seen AS "lastSeen"
    FROM observed_groups ORDER BY topic, name LIMIT $1`;

/** The groups a gateway saw at the broker when it last looked. */
@Injectable()
export class ObservedGroups {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async saw(groups: readonly ObservedGroup[]): Promise<void> {
    const column = <K extends keyof ObservedGroup>(key: K) => groups.map((group) => group[key]);
    await this.dataSource.query(SAW, [
      ...[column('topic'), column('name'), column('members'), column('lag')],
    ]);
    await this.dataSource.query(FORGET);
  }

  list(limit: number): Promise<readonly RememberedGroup[]> {
    return this.dataSource.query<RememberedGroup[]>(LIST, [limit]);
  }
}
