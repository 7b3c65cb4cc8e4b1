import { Injectable } from '@nestjs/common';
import {
  EventHistory,
  type EventLink,
  EventLinks,
  type LinkedEvents,
  positionText,
} from '#event-log';
import { problem } from '#kernel';
import { CatalogIndex, type CatalogSnapshot } from '../discover/catalog-index.js';
import { catalogProblems } from '../problems.js';
import type { CausalityAnswer, LinkedEventRow, LinkedRecentlyAnswer } from './causality-answer.js';
import { chainOf, type Hop } from './chain-of.js';

export interface AskedEvent {
  readonly id: string;
  readonly source?: string | undefined;
}

/** As many as a page of one contract shows. */
const RECENT = 6;

/** What led to an event and what came of it, over all contracts. */
@Injectable()
export class FollowEvent {
  constructor(
    private readonly links: EventLinks,
    private readonly history: EventHistory,
    private readonly index: CatalogIndex,
  ) {}

  async follow({ id, source }: AskedEvent): Promise<CausalityAnswer> {
    const around = await this.completed({ id, source }, await this.links.around({ id, source }));
    if (around.events.length + around.effects.length === 0)
      throw problem(catalogProblems.EVENT_NOT_LINKED, { id });
    const contracts = await this.index.current();
    const chain = chainOf(id, around);
    const inChain = new Set(chain.map(({ link }) => placeOf(link)));
    return {
      event: { id, ...(source !== undefined && { source }) },
      chain: chain.map((hop) => rowOf(hop, contracts)),
      unknownCauses: unknownIn(id, around),
      correlated: around.correlated
        .filter((link) => !inChain.has(placeOf(link)))
        .map((link) => rowOf({ link, distance: 0 }, contracts)),
      isCut: around.isCut,
    };
  }

  /** Those of one contract that were linked last. */
  async recent(contractId: string): Promise<LinkedRecentlyAnswer> {
    const contracts = await this.index.current();
    const links = await this.links.recent(contractId, RECENT);
    return { events: links.map((link) => rowOf({ link, distance: 0 }, contracts)) };
  }

  /** What begins a chain often names nobody: then it is looked for among the verdicts. */
  private async completed(asked: AskedEvent, around: LinkedEvents): Promise<LinkedEvents> {
    const [unknown] = unknownIn(asked.id, around);
    const found = unknown === undefined ? undefined : await this.judged(unknown);
    if (!found) return around;
    return unknown === asked.id
      ? { ...around, events: [found] }
      : { ...around, causes: [...around.causes, found] };
  }

  private async judged(id: string): Promise<EventLink | undefined> {
    const known = (await this.history.ofEvent(id)).find(({ contract }) => contract);
    if (!known?.contract) return undefined;
    const { contract, verdict, source, at, position } = known;
    return { id, source: source ?? '', contract, fate: verdict, position, judgedAt: at };
  }
}

const placeOf = ({ id, source }: EventLink): string => `${id}\0${source}`;

/** Ids that stand for a cause, and of which nothing else is known. */
function unknownIn(id: string, { events, causes }: LinkedEvents): readonly string[] {
  if (events.length === 0) return [id];
  const known = new Set([...events, ...causes].map((link) => link.id));
  const named = [...events, ...causes].flatMap(({ causationId }) => causationId ?? []);
  return [...new Set(named)].filter((each) => !known.has(each));
}

function rowOf({ link, ...hop }: Hop, { byId }: CatalogSnapshot): LinkedEventRow {
  const { id, source, correlationId, causationId, fate, contract, position } = link;
  const name = byId.get(contract.id)?.row.name;
  return {
    ...{ id, source, fate, ...hop },
    ...(correlationId !== undefined && { correlationId }),
    ...(causationId !== undefined && { causationId }),
    contract: { ...contract, ...(name !== undefined && { name }) },
    ...(position && { position: positionText(position) }),
    ...(link.happenedAt && { happenedAt: link.happenedAt.toISOString() }),
    judgedAt: link.judgedAt.toISOString(),
  };
}
