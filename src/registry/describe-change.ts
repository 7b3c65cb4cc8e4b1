import { Injectable } from '@nestjs/common';
import {
  type Assumption,
  type CompatibilityReport,
  describeMeaning,
  type MeaningFinding,
} from '#compat';
import { keywordReadingOf } from '#contract';
import { JudgeChange } from './judge-change.js';
import type { PublishedContract } from './published-contract.js';
import { assumptionOf } from './terms.js';

export interface DescribedChange {
  /** Both directions, whatever mode the contract has; proved outside this process. */
  readonly report: CompatibilityReport;
  /** What changed besides the shape. */
  readonly meaning: readonly MeaningFinding[];
}

/** What changed from one version of a contract to another, each change judged, nothing decided. */
@Injectable()
export class DescribeChange {
  constructor(private readonly judge: JudgeChange) {}

  /** @param assumption absent means what the newer contract makes true of its writers */
  async run(
    old: PublishedContract,
    changed: PublishedContract,
    assumption: Assumption = assumptionOf(changed.contract.undeclared),
  ): Promise<DescribedChange> {
    const older = [{ version: old.version, source: old.source }];
    const reading = keywordReadingOf(changed.contract);
    const terms = { mode: 'FULL', assumption, reading } as const;
    return {
      report: await this.judge.compare(older, { source: changed.source, terms }),
      meaning: describeMeaning({ old: old.contract, new: changed.contract }),
    };
  }
}
