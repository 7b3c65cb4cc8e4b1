import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AdmitSchema, type Registered, type Registration } from './admit-schema.js';
import { transact } from './store/sql.js';

/** A schema under a subject, in a transaction of its own. */
@Injectable()
export class RegisterSchema {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly admit: AdmitSchema,
  ) {}

  async run(registration: Registration): Promise<Registered> {
    const candidate = await this.admit.prepare(this.dataSource, registration);
    if (candidate.found) return { stored: candidate.found, isNew: false };
    return transact(this.dataSource, (tx) => this.admit.store(tx, candidate));
  }
}
