import { Injectable } from '@nestjs/common';
import { FormatSchema } from '../../format-schema.js';
import type { StoredSchema, StoredVersion } from '../../store/stored-version.js';
import { type Query, textOf } from '../read-query.js';
import { registeredAnswer, schemaAnswer, tellingOf, versionAnswer } from './answers.js';

/** Schemas as the query wants to be told of them: `format`, `referenceFormat`, `findTags`. */
@Injectable()
export class TellSchemas {
  constructor(private readonly format: FormatSchema) {}

  async schema(stored: StoredSchema, query: Query) {
    return schemaAnswer(await this.formatted(stored, query), tellingOf(query));
  }

  async text(stored: StoredSchema, query: Query): Promise<string> {
    return (await this.formatted(stored, query)).text;
  }

  async version(stored: StoredVersion, query: Query) {
    const schema = await this.formatted(stored.schema, query);
    return versionAnswer({ ...stored, schema }, tellingOf(query));
  }

  /** The subject is known to whoever asked. */
  async registered(stored: StoredVersion, query: Query) {
    return registeredAnswer({ ...stored, schema: await this.formatted(stored.schema, query) });
  }

  private formatted(stored: StoredSchema, query: Query): Promise<StoredSchema> {
    return this.format.run(stored, textOf(query, 'format'));
  }
}
