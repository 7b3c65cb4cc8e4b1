import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { CONTRACTS_CHANNEL } from './active-contracts.js';
import { recordDeed } from '#audit';
import { contracts } from './store/contracts.js';
import { enforcementSteps, type NewStep } from './store/enforcement-steps.js';
import { transact } from './store/sql.js';

/** A contract version that refuses too much only warns from now on, on every gateway. */
@Injectable()
export class StepBack {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @returns false when another gateway was quicker, or a newer version is out already */
  run(step: NewStep): Promise<boolean> {
    return transact(this.dataSource, async (tx) => {
      const revision = (await contracts.lockRevision(tx)) + 1;
      if (!(await enforcementSteps.add(tx, step))) return false;
      await contracts.setRevision(tx, revision, CONTRACTS_CHANNEL);
      const { contract: target, ...details } = step;
      await recordDeed(tx, {
        actor: 'concordat',
        action: 'contract.stepped-back',
        target,
        details,
      });
      return true;
    });
  }
}
