import { Injectable } from '@nestjs/common';
import { GuardedLog } from '#event-log';
import { problem } from '#kernel';
import { isDecidedByPeople, standing, standOver } from './5-guard/stand-over.js';
import type { ArrivedEvent } from './event.js';
import type { Judged } from './judged.js';
import { Pipeline } from './pipeline.js';
import { gatewayProblems } from './problems.js';

/** What a refused event lost against, as it is now. */
export interface Standing {
  readonly entity: string;
  readonly key: string;
  /** By which a decision names it. */
  readonly over: string;
  readonly version: string | undefined;
  readonly clock: string | undefined;
  readonly state: string | undefined;
  readonly source: string | undefined;
  readonly eventId: string | undefined;
  readonly isDeleted: boolean;
}

/** Two writes of one entity that did not know of each other, where the contract has a person decide. */
@Injectable()
export class DecideConflict {
  constructor(
    private readonly pipeline: Pipeline,
    private readonly guarded: GuardedLog,
  ) {}

  /** @throws CASE_WITHOUT_CONFLICT where nothing stands in its way, or the contract decides by itself */
  async standing(id: string, event: ArrivedEvent): Promise<Standing> {
    const { contract, key, known } = await this.conflict(id, this.pipeline.imagine(event));
    return {
      ...{ entity: contract.semantics.entity?.type ?? '', key },
      over: standing(contract.semantics, known),
      version: known.version?.toString(),
      ...{ clock: known.clock, state: known.state, source: known.source },
      ...{ eventId: known.eventId, isDeleted: known.isDeleted },
    };
  }

  /**
   * The event as it may follow what stands. Where somebody else is faster it is refused once more, by the
   * same guard as every event.
   *
   * @param over what the person saw stand · @throws CASE_WITHOUT_CONFLICT, CONFLICT_MOVED_ON, CONFLICT_UNWRITABLE
   */
  async inFavourOf(id: string, event: ArrivedEvent, over: string): Promise<ArrivedEvent> {
    const judged = this.pipeline.imagine(event);
    if (judged.refusal) return event; // it is told on the way what is wrong with the event itself
    const { contract, known } = await this.conflict(id, judged);
    const now = standing(contract.semantics, known);
    if (now !== over) throw problem(gatewayProblems.CONFLICT_MOVED_ON, { over, now });
    const amended = standOver(event, contract, known);
    if (!amended.ok) throw problem(gatewayProblems.CONFLICT_UNWRITABLE, amended.error);
    return amended.value;
  }

  private async conflict(id: string, { promise, claim }: Judged) {
    const entity = claim?.entity;
    const contract = promise?.contract;
    const known =
      entity && contract && isDecidedByPeople(contract.semantics)
        ? await this.guarded.known(entity)
        : undefined;
    if (!contract || !entity || !known || claim.settle(known).fate !== 'refuse')
      throw problem(gatewayProblems.CASE_WITHOUT_CONFLICT, id);
    return { contract, key: entity.key, known };
  }
}
