import { Injectable } from '@nestjs/common';
import { EventLog } from '#event-log';
import type { PublishedContract } from '#registry';
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

  constructor(private readonly log: EventLog) {}

  of(published: PublishedContract): Promise<readonly SampledEvent[]> {
    const known = this.kept.get(published.id);
    if (known && performance.now() - known.at < FRESH_MS) return known.sample;
    if (this.kept.size >= KEPT_MAX) this.kept.clear();
    const sample = this.read(published);
    sample.catch(() => this.kept.delete(published.id));
    this.kept.set(published.id, { at: performance.now(), sample });
    return sample;
  }

  private async read({
    id,
    source,
    contract,
  }: PublishedContract): Promise<readonly SampledEvent[]> {
    if (source.type !== 'JSON') return [];
    const topic = await this.log.topic(contract.channel.topic);
    if (!topic) return [];
    const each = Math.ceil(EVENTS_SAMPLED / topic.partitions.length);
    const read = await Promise.all(
      topic.partitions.map(({ partition, startOffset, endOffset }) => {
        const offset = Math.max(startOffset, endOffset - each);
        return this.log.read({ topic: topic.name, partition, offset }, each);
      }),
    );
    return read
      .flat()
      .filter((event) => event.contract?.id === id)
      .flatMap(({ value, source = '', loggedAt: at }) => {
        const parsed = parsedJson(value);
        return parsed === undefined ? [] : [{ value: parsed, source, at }];
      });
  }
}

function parsedJson(value: Buffer | null): unknown {
  try {
    return value === null ? undefined : (JSON.parse(value.toString('utf8')) as unknown);
  } catch {
    return undefined;
  }
}
