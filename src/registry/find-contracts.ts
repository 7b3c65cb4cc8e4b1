import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Contract } from '#contract';
import { problem, storable } from '#kernel';
import type { SchemaSource } from '#schema';
import { registryProblems } from './problems.js';
import { contracts, type StoredContract } from './store/contracts.js';
import { schemas } from './store/schemas.js';
import { parseSubject } from './subject-name.js';

/** A contract version with everything that was sent. */
export interface WholeContract extends Omit<StoredContract, 'document'> {
  readonly contract: Contract;
  /** The document as it was sent, YAML or JSON. */
  readonly source: string;
  readonly schema: Pick<SchemaSource, 'type' | 'text'> | undefined;
}

/** Contracts by id and version, whatever their status. */
@Injectable()
export class FindContracts {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async page(
    after: string,
    limit: number,
  ): Promise<{ rows: readonly StoredContract[]; hasMore: boolean }> {
    const rows = await contracts.list(this.dataSource, after.replaceAll('\0', ''), limit + 1);
    return { rows: rows.slice(0, limit), hasMore: rows.length > limit };
  }

  async versions(id: string): Promise<readonly StoredContract[]> {
    const rows = await contracts.versionsOf(this.dataSource, storable(id));
    if (rows.length === 0) throw problem(registryProblems.CONTRACT_NOT_FOUND, { id });
    return rows;
  }

  /** @param version absent or `latest` means the newest */
  async whole(id: string, version = 'latest'): Promise<WholeContract> {
    const current = await contracts.current(this.dataSource, storable(id));
    if (!current) throw problem(registryProblems.CONTRACT_NOT_FOUND, { id });
    const number =
      version === 'latest' ? current.version : /^\d{1,9}$/.test(version) ? Number(version) : 0;
    const found = await contracts.numbered(this.dataSource, current.id, number);
    if (!found) throw problem(registryProblems.CONTRACT_VERSION_NOT_FOUND, { id, version });
    const { document, sourceText, ...rest } = found;
    const contract = JSON.parse(document) as Contract;
    const { context } = parseSubject(contract.schema.subject);
    const schema = await schemas.byId(this.dataSource, context, found.schemaId);
    return {
      ...rest,
      contract,
      source: sourceText,
      schema: schema && { type: schema.type, text: schema.text },
    };
  }
}
