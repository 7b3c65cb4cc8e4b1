import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

export interface RecentVersion {
  readonly id: string;
  readonly version: number;
  readonly isForced: boolean;
  readonly publishedAt: Date;
  readonly publishedBy: string;
  readonly reason: string;
}

/** What was published last, over all contracts. */
@Injectable()
export class RecentVersions {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  latest(limit: number): Promise<readonly RecentVersion[]> {
    return this.dataSource.query<RecentVersion[]>(
      `SELECT contract_id AS id, version, is_forced AS "isForced", published_at AS "publishedAt",
              published_by AS "publishedBy", reason
         FROM contract_versions ORDER BY revision DESC, contract_id LIMIT $1`,
      [limit],
    );
  }
}
