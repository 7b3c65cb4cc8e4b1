import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { ContractSnapshot } from './published-contract.js';

/** PostgreSQL channel notified, with the new revision as payload, when a publication commits. */
export const CONTRACTS_CHANNEL = 'concordat_contracts';

/** What gateways and the catalog read: the contracts in force. */
@Injectable()
export class ActiveContracts {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** One cheap row; ask often. */
  async revision(): Promise<number> {
    await this.dataSource.query('SELECT 1');
    return 0;
  }

  async snapshot(): Promise<ContractSnapshot> {
    return { revision: await this.revision(), contracts: [] };
  }
}
