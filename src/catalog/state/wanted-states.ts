import { Inject, Injectable } from '@nestjs/common';
import { isGuarded } from '#contract';
import { problem } from '#kernel';
import { CATALOG_SETTINGS, type CatalogSettings } from '../catalog-settings.js';
import { CatalogIndex } from '../discover/catalog-index.js';
import type { IndexEntry } from '../discover/index-entry.js';
import { KeptAnswers } from '../kept/kept-answers.js';
import { catalogProblems } from '../problems.js';
import type { StatesOf } from './words-of-events.js';

/** Which contracts ask for the latest states of their entities, and can have them. */
@Injectable()
export class WantedStates {
  /** It is asked for several times a second, and holds until somebody publishes. */
  private readonly kept = new KeptAnswers<readonly StatesOf[]>(1);

  constructor(
    private readonly index: CatalogIndex,
    @Inject(CATALOG_SETTINGS) private readonly settings: CatalogSettings,
  ) {}

  async all(): Promise<readonly StatesOf[]> {
    const { entries } = await this.index.current();
    return this.kept.of(entries, '', () => this.wantedBy(entries));
  }

  /** @throws EVENT_UNKNOWN, STATES_NOT_ASKED_FOR, STATES_NOT_IN_LOG */
  async of(id: string): Promise<StatesOf> {
    const { byId, entries } = await this.index.current();
    const entry = byId.get(id);
    if (!entry) throw problem(catalogProblems.EVENT_UNKNOWN, { id });
    if (!asks(entry)) throw problem(catalogProblems.STATES_NOT_ASKED_FOR, { id });
    const { contract } = entry;
    const { topic } = contract.channel;
    if (!this.loggedTopics(entries).has(topic))
      throw problem(catalogProblems.STATES_NOT_IN_LOG, { id, topic });
    return { id, contract };
  }

  private wantedBy(entries: readonly IndexEntry[]): readonly StatesOf[] {
    const asking = entries.filter(asks);
    if (asking.length === 0) return [];
    const logged = this.loggedTopics(entries);
    return asking.flatMap(({ row: { id }, contract }) =>
      logged.has(contract.channel.topic) ? { id, contract } : [],
    );
  }

  /** With Kafka as the broker only what is guarded goes by way of the log. */
  private loggedTopics(entries: readonly IndexEntry[]): Pick<ReadonlySet<string>, 'has'> {
    if (this.settings.logHasAll) return { has: () => true };
    const guarded = entries.filter(({ contract }) => isGuarded(contract));
    return new Set(guarded.map(({ contract }) => contract.channel.topic));
  }
}

const asks = ({ contract }: IndexEntry): boolean => contract.semantics.entity?.canonical === true;
