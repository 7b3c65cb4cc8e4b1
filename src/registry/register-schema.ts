import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AdmitSchema, type Registered, type Registration } from './admit-schema.js';
import { CompleteDraft, type DraftChange } from './complete-draft.js';
import { type GivenPlace, ImportSchema } from './import-schema.js';
import { transact } from './store/sql.js';

/** What `POST /subjects/{subject}/versions` asks for. */
export interface AskedRegistration extends Registration, DraftChange {
  readonly importedAs?: GivenPlace | undefined;
}

/** A schema under a subject, in a transaction of its own. */
@Injectable()
export class RegisterSchema {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly admit: AdmitSchema,
    private readonly complete: CompleteDraft,
    private readonly importSchema: ImportSchema,
  ) {}

  async run(asked: AskedRegistration): Promise<Registered> {
    if (asked.importedAs) return this.importSchema.run(asked, asked.importedAs);
    const draft = await this.complete.run(this.dataSource, asked.name, asked);
    const candidate = await this.admit.prepare(this.dataSource, { ...asked, draft });
    if (candidate.found) return { stored: candidate.found, isNew: false };
    return transact(this.dataSource, (tx) => this.admit.store(tx, candidate));
  }
}
