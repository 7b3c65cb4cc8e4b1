import { Injectable } from '@nestjs/common';
import type { Contract } from '#contract';
import type { PublishedContract } from '#registry';
import { EventContracts } from '../event/event-contracts.js';
import { maskedPayload } from '../event/masked-payload.js';
import { ReadContracts } from '../event/read-contracts.js';
import type { LatestState } from './latest-state.js';
import type { StatesOf } from './words-of-events.js';

export type Payload = 'masked' | 'raw';

/** States as JSON text, so that a number that nobody hides keeps its digits. */
@Injectable()
export class ShowStates {
  constructor(
    private readonly contracts: EventContracts,
    private readonly read: ReadContracts,
  ) {}

  async each(
    states: readonly LatestState[],
    of: StatesOf,
    payload: Payload,
  ): Promise<readonly string[]> {
    const judges = new Map<number, Promise<PublishedContract | undefined>>();
    const judge = (version: number) => {
      const known = judges.get(version) ?? this.contracts.judge(of.id, version);
      judges.set(version, known);
      return known;
    };
    return Promise.all(
      states.map(async (state) => {
        if (payload === 'raw' || state.value === null) return inJson(state, of, state.value);
        const masked = this.masked(state.value, of.contract, await judge(state.contractVersion));
        return inJson(state, of, masked);
      }),
    );
  }

  /** Personal by the version that judged it or by today's: either is reason enough to hide. */
  private masked(
    value: string,
    today: Contract,
    judged: PublishedContract | undefined,
  ): string | undefined {
    const fields = { ...judged?.contract.fields, ...today.fields };
    const tree = judged && this.read.of(judged).tree;
    const shown = maskedPayload(Buffer.from(value), { fields }, tree);
    return shown && JSON.stringify(shown.masked);
  }
}

/** @param value JSON text; `undefined` where it is too large to be shown */
function inJson(state: LatestState, { id, contract }: StatesOf, value: string | null | undefined) {
  const { key, version, isDelete, source, eventId, partition, offset, loggedAt } = state;
  const { topic } = contract.channel;
  const about = {
    ...{ contract: id, entity: contract.semantics.entity?.type, key },
    ...(version !== undefined && { version: String(version) }),
    isDeleted: isDelete,
    judgedBy: `${state.contractId}@${state.contractVersion}`,
    ...(eventId !== null && { eventId }),
    ...(source !== undefined && { source }),
    ...{ position: { topic, partition, offset }, at: loggedAt },
  };
  const members = JSON.stringify(about).slice(0, -1);
  if (value === undefined) return `${members},"isValueTooLarge":true}`;
  return value === null ? `${members}}` : `${members},"value":${value}}`;
}
