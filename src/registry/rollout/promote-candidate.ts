import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { candidateOf, type Contract, contractAsDocument } from '#contract';
import { problem, storable } from '#kernel';
import { CheckPromotion } from '../check-promotion.js';
import { registryProblems } from '../problems.js';
import { type Publication, PublishContract } from '../publish-contract.js';
import { contracts } from '../store/contracts.js';

/** A publication, and the document that says what is in force now. */
export type Promotion = Publication & { readonly document: object };

/** What was tried becomes the policy in force: the next version of the contract, with its schema. */
@Injectable()
export class PromoteCandidate {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly checkPromotion: CheckPromotion,
    private readonly publish: PublishContract,
  ) {}

  /** @throws whatever a publication of the same document is refused with */
  async run(
    id: string,
    { by, isForced, isDryRun }: { by: string; isForced: boolean; isDryRun: boolean },
  ): Promise<Promotion> {
    const current = await contracts.current(this.dataSource, storable(id));
    if (!current) throw problem(registryProblems.CONTRACT_NOT_FOUND, { id });
    const candidate = candidateOf(JSON.parse(current.document) as Contract);
    if (!candidate) throw problem(registryProblems.ROLLOUT_NOT_FOUND, { id });
    const document = contractAsDocument(candidate);
    const text = JSON.stringify(document);
    const objection = await this.checkPromotion.objection(text);
    if (objection && !isForced) throw objection;
    const publication = await this.publish.run({
      ...{ text, publishedBy: by, isDryRun, isForced },
      isPromotionForced: objection !== undefined,
      follows: current,
    });
    return { ...publication, document };
  }
}
