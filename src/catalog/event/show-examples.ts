import { Inject, Injectable } from '@nestjs/common';
import { isGuarded } from '#contract';
import { EventLog, type LoggedEvent } from '#event-log';
import { limits } from '#kernel';
import type { PublishedContract } from '#registry';
import type { ExamplesAnswer } from '../answers.js';
import { CATALOG_SETTINGS, type CatalogSettings } from '../catalog-settings.js';
import { valueReader } from '../field/readable-value.js';
import { EventContracts } from './event-contracts.js';
import { hideUndeclared } from './hide-undeclared.js';
import { maskedValue } from './masked-payload.js';
import { ReadContracts } from './read-contracts.js';

const SHOWN = 3;
/** More than fits a screen explains nothing. */
const BYTES_MAX = 16 * 1024;

type Example = ExamplesAnswer['events'][number];
interface Placed {
  readonly event: LoggedEvent;
  readonly partition: number;
}

/** The newest accepted events as people may see them: what is personal or undeclared is hidden. */
@Injectable()
export class ShowExamples {
  constructor(
    private readonly contracts: EventContracts,
    private readonly log: EventLog,
    private readonly read: ReadContracts,
    @Inject(CATALOG_SETTINGS) private readonly settings: CatalogSettings,
  ) {}

  /** @throws EVENT_UNKNOWN */
  async show(id: string): Promise<ExamplesAnswer> {
    const latest = await this.contracts.latest(id);
    const { topic } = latest.contract.channel;
    if (!this.settings.logHasAll && !isGuarded(latest.contract))
      return none(
        `Accepted events go straight to the topic "${topic}" of Kafka; none is kept to show.`,
      );
    const newest = await this.newest(latest);
    if (newest.length === 0)
      return none(`No event of this contract is among the newest in the topic "${topic}".`);
    const events: Example[] = [];
    for (const placed of newest) {
      const shown = await this.shown(placed, latest);
      if (shown) events.push(shown);
      if (events.length === SHOWN) return { events };
    }
    return events.length > 0
      ? { events }
      : none(
          'The newest events cannot be shown: their schema does not read them, as when producers encrypt them, or they are too large.',
        );
  }

  private async newest({ id, contract }: PublishedContract): Promise<readonly Placed[]> {
    const topic = await this.log.topic(contract.channel.topic);
    if (!topic) return [];
    const most = limits.exampleEvents.value;
    const partitions = topic.partitions
      .filter(({ startOffset, endOffset }) => endOffset > startOffset)
      .slice(0, most);
    const each = Math.floor(most / Math.max(1, partitions.length));
    const read = await Promise.all(
      partitions.map(async ({ partition, startOffset, endOffset }) => {
        const offset = Math.max(startOffset, endOffset - each);
        const events = await this.log.read({ topic: topic.name, partition, offset }, each);
        return events.map((event) => ({ event, partition }));
      }),
    );
    return read
      .flat()
      .filter(({ event }) => event.contract?.id === id)
      .sort((a, b) => b.event.loggedAt.getTime() - a.event.loggedAt.getTime());
  }

  private async shown(
    { event, partition }: Placed,
    latest: PublishedContract,
  ): Promise<Example | undefined> {
    const { value, contract, source, loggedAt, offset } = event;
    if (!contract || value === null || value.length > BYTES_MAX) return undefined;
    const judge = await this.contracts.judge(latest.id, contract.version);
    const tree = judge && this.read.of(judge).tree;
    if (!tree) return undefined; // Nobody can tell what is declared.
    const read = valueReader(judge.source)(event);
    // Personal by the version that judged it or by today's: either is reason enough to hide.
    const fields = { ...judge.contract.fields, ...latest.contract.fields };
    const known = read === undefined ? undefined : maskedValue(read, { fields });
    if (!known) return undefined;
    return {
      position: `${partition}:${offset}`,
      at: loggedAt.toISOString(),
      version: contract.version,
      ...(source !== undefined && { source }),
      masked: hideUndeclared(known.masked, tree),
    };
  }
}

const none = (because: string): ExamplesAnswer => ({ events: [], because });
