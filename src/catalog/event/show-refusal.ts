import { Injectable } from '@nestjs/common';
import { isUlid, Quarantine } from '#event-log';
import { problem } from '#kernel';
import type { RefusalAnswer } from '../answers.js';
import { catalogProblems } from '../problems.js';
import { EventContracts } from './event-contracts.js';
import { ReadContracts } from './read-contracts.js';
import { refusalRow } from './refusal-row.js';
import { shownPayload } from './shown-payload.js';

/** One refused event as people may see it. */
@Injectable()
export class ShowRefusal {
  constructor(
    private readonly contracts: EventContracts,
    private readonly quarantine: Quarantine,
    private readonly read: ReadContracts,
  ) {}

  async show(id: string, refusal: string): Promise<RefusalAnswer> {
    const latest = await this.contracts.latest(id);
    const held = isUlid(refusal) ? await this.quarantine.get(refusal) : undefined;
    if (held?.contract?.id !== id) throw problem(catalogProblems.REFUSAL_UNKNOWN, { id, refusal });
    // Personal by the version that judged it or by today's: either is reason enough to hide.
    const judged = await this.contracts.judge(id, held.contract.version);
    const fields = { ...judged?.contract.fields, ...latest.contract.fields };
    const by = judged ?? latest;
    if (!held.isReadable) return { ...refusalRow(held), isSealed: true };
    const payload = shownPayload(held, { by, fields, tree: this.read.of(by).tree });
    return { ...refusalRow(held), ...(payload && { payload }) };
  }
}
