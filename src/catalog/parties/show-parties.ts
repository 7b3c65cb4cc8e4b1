import { Injectable } from '@nestjs/common';
import type { Contract } from '#contract';
import { CatalogIndex } from '../discover/catalog-index.js';
import type { IndexEntry } from '../discover/index-entry.js';
import { EventContracts } from '../event/event-contracts.js';
import { KeptAnswers } from '../kept/kept-answers.js';
import { partiesOf, type PartiesOfEvent } from './parties-of.js';
import { PartyBook } from './party-book.js';

/** A day, `YYYY-MM-DD`, in UTC: as documents write it. */
export const today = (): string => new Date().toISOString().slice(0, 10);

/** Others on the topic of an event: how many, and a few by name. */
export interface OnTopic {
  readonly count: number;
  readonly first: readonly { readonly id: string; readonly name: string }[];
}

const NAMED = 4;
const OVER = new Set<Contract['status']>(['draft', 'proposed', 'retired']);

/** Who writes and who reads one event. */
@Injectable()
export class ShowParties {
  /** Looking through ten thousand events takes longer than all else that is said of one. */
  private readonly topics = new KeptAnswers<ReadonlyMap<string, readonly IndexEntry[]>>(
    1,
    Infinity,
  );

  constructor(
    private readonly contracts: EventContracts,
    private readonly index: CatalogIndex,
    private readonly book: PartyBook,
  ) {}

  async show(id: string): Promise<PartiesOfEvent> {
    const [contract, parties] = await Promise.all([this.contracts.said(id), this.book.current()]);
    return partiesOf(contract, parties, today());
  }

  /** As they stand, and who shares its topic: what somebody asks who would delete it. */
  async showWithTopic(id: string): Promise<PartiesOfEvent & { readonly onTopic: OnTopic }> {
    const [parties, contract, { entries }] = await Promise.all([
      this.show(id),
      this.contracts.said(id),
      this.index.current(),
    ]);
    const byTopic = this.topics.of(entries, '', () =>
      Map.groupBy(
        entries.filter(({ row }) => !OVER.has(row.status)),
        ({ row }) => row.topic,
      ),
    );
    const others = (byTopic.get(contract.channel.topic) ?? []).filter(({ row }) => row.id !== id);
    const first = others.slice(0, NAMED).map(({ row: { id, name } }) => ({ id, name }));
    return { ...parties, onTopic: { count: others.length, first } };
  }
}
