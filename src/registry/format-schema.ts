import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { invariant } from '#kernel';
import { languageOf } from '#schema';
import { refusedSchema } from './refused-schema.js';
import { checkNotBusy } from './sandbox/check-not-busy.js';
import { Sandbox } from './sandbox/sandbox.js';
import { schemaSources } from './schema-sources.js';
import type { StoredSchema } from './store/stored-version.js';

/** The text of a schema in another format of its language, made where a schema can do no harm. */
@Injectable()
export class FormatSchema {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly sandbox: Sandbox,
  ) {}

  /** As it is where nobody asks, or the language knows no such format: the dialect ignores it. */
  async run(stored: StoredSchema, format: string | undefined): Promise<StoredSchema> {
    const formats = languageOf(stored.type)?.formats ?? {};
    if (format === undefined || !Object.hasOwn(formats, format)) return stored;
    const [source] = await schemaSources(this.dataSource, [stored]);
    invariant(source, 'every stored schema has its source');
    const result = await this.sandbox.run({ kind: 'format', source, format });
    if ('failure' in result) {
      checkNotBusy(result.failure);
      throw refusedSchema([TOO_COMPLEX]);
    }
    invariant(result.outcome.kind === 'format', 'a sandbox answers what it was asked');
    return { ...stored, text: result.outcome.text };
  }
}

const TOO_COMPLEX = {
  code: 'SCHEMA_TOO_COMPLEX',
  pointer: '',
  message: 'It cannot be written in this format within the limits. Leave "format" out.',
};
