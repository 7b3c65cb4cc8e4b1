import { Inject, Injectable, Optional } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { type Contract, durationMs } from '#contract';
import { problem, storable } from '#kernel';
import { registryProblems } from './problems.js';
import { contracts } from './store/contracts.js';
import { enforcementSteps } from './store/enforcement-steps.js';
import { TrafficEvidence } from './traffic-evidence.js';

const WINDOW_BY_DEFAULT = 'PT24H';

/** How a contract is enforced, and what its traffic says about enforcing it. */
@Injectable()
export class DescribeEnforcement {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Optional() @Inject(TrafficEvidence) private readonly evidence?: TrafficEvidence,
  ) {}

  async run(id: string) {
    const current = await contracts.current(this.dataSource, storable(id));
    if (!current) throw problem(registryProblems.CONTRACT_NOT_FOUND, { id });
    const { enforcement } = JSON.parse(current.document) as Contract;
    const steps = await enforcementSteps.ofContract(this.dataSource, current.id);
    const hasSteppedBack = steps[0]?.version === current.version;
    const over = enforcement.promoteBelow?.over ?? WINDOW_BY_DEFAULT;
    const seen = await this.evidence?.of(current.id, durationMs(over));
    return {
      contract: current.id,
      version: current.version,
      declared: enforcement,
      inForce: hasSteppedBack && enforcement.mode === 'enforce' ? 'warn' : enforcement.mode,
      stepsBack: steps.map(({ contract: _contract, ...step }) => step),
      ...(seen && { lately: { over, ...seen } }),
    };
  }
}
