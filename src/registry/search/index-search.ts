import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Contract } from '#contract';
import { limits } from '#kernel';
import type { SchemaSource } from '#schema';
import { references } from '../store/references.js';
import { rowsOf, type Sql, transact } from '../store/sql.js';
import {
  SCHEMA_COLUMNS,
  schemaOf,
  type SchemaRow,
  type StoredSchema,
  type StoredVersion,
} from '../store/stored-version.js';
import type { SubjectName } from '../subject-name.js';
import { eachNameOnce } from '../understand-schema.js';
import { describeSchema } from './describe-schema.js';
import { searchEntries } from './search-entries.js';

/** A version that was made, and the text it was made from. */
export interface MadeVersion {
  readonly stored: StoredVersion;
  readonly source: SchemaSource;
  readonly sentText: string;
}

/** Keeps what can be searched in step with what is registered, in the same transaction. */
@Injectable()
export class IndexSearch implements OnApplicationBootstrap {
  private readonly log = new Logger('search');

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async registered(tx: Sql, { stored, source, sentText }: MadeVersion): Promise<void> {
    const writtenText = writtenIn({ ...source, text: sentText }, stored.schema.text);
    const told = writtenText === undefined ? source : { ...source, text: writtenText };
    const { context, id, metadata } = stored.schema;
    const described = { ...describeSchema(told, metadata), writtenText };
    await searchEntries.describe(tx, { context, id }, described);
    await searchEntries.refreshSubject(tx, stored.name);
  }

  async published(
    tx: Sql,
    contract: Contract,
    made: { version: number; stored: StoredVersion },
  ): Promise<void> {
    await searchEntries.putContract(tx, contract, {
      version: made.version,
      schema: made.stored.schema,
    });
  }

  async deleted(tx: Sql, name: SubjectName, ids: readonly number[]): Promise<void> {
    await searchEntries.refreshSubject(tx, name);
    if (ids.length > 0) await searchEntries.forgetDescriptions(tx, name.context, ids);
  }

  /** What was registered before there was a search is made findable meanwhile. */
  onApplicationBootstrap(): void {
    this.catchUp().catch((error: unknown) => {
      this.log.warn(`what was registered before is not searched yet: ${String(error)}`);
    });
  }

  private async catchUp(): Promise<void> {
    for (let left = true; left;) left = await this.describeSome();
    for (const each of await unindexedContracts(this.dataSource))
      await transact(this.dataSource, (tx) =>
        searchEntries.putContract(tx, JSON.parse(each.document) as Contract, {
          version: each.version,
          schema: { context: each.context, id: each.id },
        }),
      );
  }

  private async describeSome(): Promise<boolean> {
    const rows = await undescribed(this.dataSource);
    for (const row of rows) {
      const schema = schemaOf(row);
      const source = {
        type: schema.type,
        text: schema.text,
        references: await this.reached(schema),
      };
      await transact(this.dataSource, async (tx) => {
        await searchEntries.describe(tx, schema, describeSchema(source, schema.metadata));
        for (const subject of row.subjects)
          await searchEntries.refreshSubject(tx, { context: schema.context, subject });
      });
    }
    return rows.length > 0;
  }

  private async reached({ context, id, references: direct }: StoredSchema) {
    if (direct.length === 0) return [];
    const depth = limits.referenceDepth.value;
    return eachNameOnce(
      await references.reachedFromSchemas(this.dataSource, [{ context, id }], depth),
    );
  }
}

/** The text as sent, where the one that is kept says less: the canonical text has no comments. */
function writtenIn({ type, text }: SchemaSource, canonical: string): string | undefined {
  const isReadable = /[{;]/.test(text);
  return type === 'PROTOBUF' && isReadable && text !== canonical ? text : undefined;
}

const BATCH = 100;

const undescribed = (sql: Sql) =>
  rowsOf<SchemaRow & { subjects: string[] }>(
    sql,
    `SELECT ${SCHEMA_COLUMNS}, u.subjects FROM schemas s,
       LATERAL (SELECT array_agg(DISTINCT v.subject) AS subjects FROM versions v
                WHERE (v.context, v.schema_id) = (s.context, s.id)) AS u
     WHERE s.text IS NOT NULL AND u.subjects IS NOT NULL AND NOT EXISTS (
       SELECT FROM schema_descriptions d WHERE (d.context, d.schema_id) = (s.context, s.id))
     LIMIT ${BATCH}`,
  );

const unindexedContracts = (sql: Sql) =>
  rowsOf<{ document: string; version: number; context: string; id: number }>(
    sql,
    `SELECT v.document, v.version, v.schema_context AS context, v.schema_id AS id
     FROM contracts c JOIN contract_versions v ON (v.contract_id, v.version) = (c.id, c.last_version)
     WHERE c.status <> 'retired' AND NOT EXISTS (
       SELECT FROM search_entries e WHERE e.kind = 'contract' AND e.name = c.id)`,
  );
