import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Registered, Registration } from './admit-schema.js';
import { CompleteDraft, type DraftChange } from './complete-draft.js';
import { type GivenPlace, ImportSchema } from './import-schema.js';
import { StoreTogether } from './store-together.js';

/** What `POST /subjects/{subject}/versions` asks for. */
export interface AskedRegistration extends Registration, DraftChange {
  readonly importedAs?: GivenPlace | undefined;
}

/** A schema under a subject. */
@Injectable()
export class RegisterSchema {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly complete: CompleteDraft,
    private readonly importSchema: ImportSchema,
    private readonly storeTogether: StoreTogether,
  ) {}

  async run(asked: AskedRegistration): Promise<Registered> {
    if (asked.importedAs) return this.importSchema.run(asked, asked.importedAs);
    const draft = await this.complete.run(this.dataSource, asked.name, asked);
    const { isLasting, ...registered } = await this.storeTogether.run({ ...asked, draft });
    // What was completed rests on the version before.
    return { ...registered, isLasting: isLasting === true && draft === asked.draft };
  }
}
