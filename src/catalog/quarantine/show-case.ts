import { Injectable } from '@nestjs/common';
import { isUlid, positionText, Quarantine, type QuarantinedEvent } from '#event-log';
import { problem } from '#kernel';
import type { CaseAnswer } from '../answers.js';
import { EventContracts } from '../event/event-contracts.js';
import { ShowRefusal } from '../event/show-refusal.js';
import { refusalRow } from '../event/refusal-row.js';
import { catalogProblems } from '../problems.js';

/** One refused event, masked, with what was done about it and by whom. */
@Injectable()
export class ShowCase {
  constructor(
    private readonly quarantine: Quarantine,
    private readonly refusals: ShowRefusal,
    private readonly contracts: EventContracts,
  ) {}

  /** @throws CASE_UNKNOWN */
  async show(id: string): Promise<CaseAnswer> {
    const held = isUlid(id) ? await this.quarantine.get(id) : undefined;
    if (!held) throw problem(catalogProblems.CASE_UNKNOWN, { id: id.slice(0, 60) });
    const [shown, actions] = await Promise.all([this.masked(held), this.quarantine.actions(id)]);
    return {
      ...shown,
      isKept: held.isKept,
      actions: actions.map(({ at, actor, action, note, position }) => ({
        at: at.toISOString(),
        actor,
        action,
        ...(note !== undefined && { note }),
        ...(position && { position: positionText(position) }),
      })),
    };
  }

  /** Without a contract nobody can say what is personal, so nothing is shown. */
  private async masked(held: QuarantinedEvent): Promise<Omit<CaseAnswer, 'isKept' | 'actions'>> {
    if (!held.contract) return refusalRow(held);
    const { id } = held.contract;
    const contract = await this.contracts.said(id);
    const event = { id, name: contract.name };
    return { ...(await this.refusals.show(id, held.id)), event };
  }
}
