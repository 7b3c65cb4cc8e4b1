import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { recordDeed } from '#audit';
import type { Contract } from '#contract';
import { problem, storable } from '#kernel';
import { CONTRACTS_CHANNEL } from '../active-contracts.js';
import { registryProblems } from '../problems.js';
import type { StoppedRollout } from '../published-contract.js';
import { contracts, type StoredContract } from '../store/contracts.js';
import { rolloutStops } from '../store/rollout-stops.js';
import { type Sql, transact } from '../store/sql.js';

/** How a rollout stands after it was asked to stop or to go on. */
export interface RolloutState {
  readonly contract: string;
  readonly version: number;
  readonly stopped: StoppedRollout | null;
}

/** The kill switch: the policy in force decides everything on every gateway, within a second. */
@Injectable()
export class StopRollout {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * To stop what stands still changes nothing, nor where another version than the one named is the newest.
   *
   * @throws CONTRACT_NOT_FOUND, ROLLOUT_NOT_FOUND
   */
  stop(
    id: string,
    { by, reason, version: only }: { by: string; reason: string; version?: number },
  ): Promise<RolloutState> {
    return this.move(id, async (tx, { id: contract, version }) => {
      if (only !== undefined && only !== version) return undefined;
      if (!(await rolloutStops.add(tx, { contract, version, by, reason }))) return undefined;
      return {
        actor: by,
        action: 'rollout.stopped',
        target: contract,
        details: { version, reason },
      };
    });
  }

  /** Tries it again, as it is declared. @throws CONTRACT_NOT_FOUND, ROLLOUT_NOT_FOUND */
  resume(id: string, by: string): Promise<RolloutState> {
    return this.move(id, async (tx, { id: contract, version }) => {
      if (!(await rolloutStops.remove(tx, contract, version))) return undefined;
      return { actor: by, action: 'rollout.resumed', target: contract, details: { version } };
    });
  }

  /** @param work what is recorded of it; nothing where nothing moved */
  private move(
    id: string,
    work: (tx: Sql, of: StoredContract) => Promise<Parameters<typeof recordDeed>[1] | undefined>,
  ): Promise<RolloutState> {
    return transact(this.dataSource, async (tx) => {
      const revision = (await contracts.lockRevision(tx)) + 1;
      const current = await contracts.current(tx, storable(id));
      if (!current) throw problem(registryProblems.CONTRACT_NOT_FOUND, { id });
      const { rollout } = JSON.parse(current.document) as Contract;
      if (!rollout) throw problem(registryProblems.ROLLOUT_NOT_FOUND, { id });
      const deed = await work(tx, current);
      const stopped = await rolloutStops.of(tx, current.id, current.version);
      if (deed) {
        await contracts.setRevision(tx, revision, CONTRACTS_CHANNEL);
        await recordDeed(tx, deed);
      }
      return { contract: current.id, version: current.version, stopped: stopped ?? null };
    });
  }
}
