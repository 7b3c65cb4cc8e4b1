import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { limits } from '#kernel';
import type { ContractSnapshot, EnforcedSnapshot } from './published-contract.js';
import { withAcceptedSchemas } from './store/accepted-schemas.js';
import { contracts, type Revision } from './store/contracts.js';

/** PostgreSQL channel notified, with the new revision as payload, when a publication commits. */
export const CONTRACTS_CHANNEL = 'concordat_contracts';

/** What gateways and the catalog read: the contracts in force. */
@Injectable()
export class ActiveContracts {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** One cheap row; ask often. With what PostgreSQL’s clock says, in milliseconds since 1970. */
  revision(): Promise<Revision> {
    return contracts.revision(this.dataSource);
  }

  /** Revision and contracts belong together: both are read as of one moment. */
  snapshot(): Promise<ContractSnapshot> {
    return this.dataSource.transaction('REPEATABLE READ', async (tx) => ({
      revision: (await contracts.revision(tx)).revision,
      contracts: await contracts.inForce(tx, limits.referenceDepth.value),
    }));
  }

  /** The same for gateways: with every schema whose events a contract takes. */
  toEnforce(): Promise<EnforcedSnapshot> {
    return this.dataSource.transaction('REPEATABLE READ', async (tx) => {
      const depth = limits.referenceDepth.value;
      const inForce = await contracts.inForce(tx, depth);
      return {
        revision: (await contracts.revision(tx)).revision,
        contracts: await withAcceptedSchemas(tx, inForce, depth),
      };
    });
  }
}
