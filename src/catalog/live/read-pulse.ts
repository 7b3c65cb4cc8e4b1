import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

/** A few numbers that move whenever anything a page shows does. */
export interface CatalogPulse {
  readonly revision: number;
  /** How many deeds the audit keeps. */
  readonly deeds: number;
  readonly judged: number;
  /** The newest case that waits, and how many do. */
  readonly newest: string;
  readonly waiting: number;
}

const PULSE = `
  SELECT (SELECT revision FROM contracts_revision)::float8 AS revision,
         (SELECT n FROM audit_head)::float8 AS deeds,
         (SELECT coalesce(sum(count), 0) FROM tallies
           WHERE minute > now() - interval '3 minutes')::float8 AS judged,
         (SELECT coalesce(max(id), '') FROM quarantine WHERE state = 'open') AS newest,
         (SELECT count(*) FROM quarantine WHERE state = 'open')::float8 AS waiting`;

@Injectable()
export class ReadPulse {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async read(): Promise<CatalogPulse | undefined> {
    const [row] = await this.dataSource.query<CatalogPulse[]>(PULSE);
    return row;
  }
}
