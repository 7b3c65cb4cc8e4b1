import { Injectable } from '@nestjs/common';
import { EventLog, type LoggedEvent } from '#event-log';
import type { PublishedContract } from '#registry';
import { EventContracts } from '../event/event-contracts.js';
import { valueReader } from './readable-value.js';
import type { SampledEvent } from './seen-values.js';

const EVENTS_SAMPLED = 300;
const FRESH_MS = 5_000;
const KEPT_MAX = 50;

/** The newest events of a contract that are in the log; those that went straight to Kafka are not. */
@Injectable()
export class SampleEvents {
  private readonly kept = new Map<
    string,
    { at: number; sample: Promise<readonly SampledEvent[]> }
  >();

  constructor(
    private readonly log: EventLog,
    private readonly contracts: EventContracts,
  ) {}

  of(published: PublishedContract): Promise<readonly SampledEvent[]> {
    const known = this.kept.get(published.id);
    if (known && performance.now() - known.at < FRESH_MS) return known.sample;
    if (this.kept.size >= KEPT_MAX) this.kept.clear();
    const sample = this.read(published);
    sample.catch(() => this.kept.delete(published.id));
    this.kept.set(published.id, { at: performance.now(), sample });
    return sample;
  }

  private async read({ id, contract }: PublishedContract): Promise<readonly SampledEvent[]> {
    const topic = await this.log.topic(contract.channel.topic);
    if (!topic) return [];
    const each = Math.ceil(EVENTS_SAMPLED / topic.partitions.length);
    const read = await Promise.all(
      topic.partitions.map(({ partition, startOffset, endOffset }) => {
        const offset = Math.max(startOffset, endOffset - each);
        return this.log.read({ topic: topic.name, partition, offset }, each);
      }),
    );
    const mine = read.flat().filter((event) => event.contract?.id === id);
    const byVersion = Map.groupBy(mine, (event) => event.contract?.version ?? 0);
    const sampled = await Promise.all(
      [...byVersion].map(([version, events]) => this.readEach(id, version, events)),
    );
    return sampled.flat();
  }

  /** By the schema of the version that judged them: Avro cannot be read by another. */
  private async readEach(
    id: string,
    version: number,
    events: readonly LoggedEvent[],
  ): Promise<readonly SampledEvent[]> {
    const judge = await this.contracts.judge(id, version);
    if (!judge) return [];
    const valueOf = valueReader(judge.source);
    return events
      .filter(({ schemaId }) => schemaId === undefined || schemaId === judge.schemaId)
      .flatMap((event) => {
        const value = valueOf(event);
        return value === undefined
          ? []
          : [{ value, source: event.source ?? '', at: event.loggedAt }];
      });
  }
}
