import { Injectable } from '@nestjs/common';
import { ConsumerGroups, ObservedGroups } from '#event-log';
import { limits } from '#kernel';
import { Consumptions, type DeclaredConsumption } from '#registry';
import { type SeenProducer, SeenProducers } from '../store/seen-producers.js';

/** A group of consumers that reads a topic, wherever it reads. */
export interface SeenGroup {
  readonly name: string;
  readonly topic: string;
  readonly where: 'kafka' | 'log';
  readonly members: number;
  readonly lag: number;
  /** When it was there last, or committed last. */
  readonly lastSeen: Date | undefined;
}

/** Who writes and who reads, of everything, as of one moment. */
export interface Parties {
  readonly producers: ReadonlyMap<string, readonly SeenProducer[]>;
  readonly groups: ReadonlyMap<string, readonly SeenGroup[]>;
  readonly consumptions: ReadonlyMap<string, readonly DeclaredConsumption[]>;
}

/** Pages ask every few seconds each; PostgreSQL is asked this often, however many there are. */
const FRESH_MS = 2_000;
const GROUPS_MAX = 10_000;

@Injectable()
export class PartyBook {
  private known: Parties | undefined;
  private readAtMs = -Infinity;
  private reading: Promise<Parties> | undefined;

  constructor(
    private readonly producers: SeenProducers,
    private readonly ownGroups: ConsumerGroups,
    private readonly kafkaGroups: ObservedGroups,
    private readonly consumptions: Consumptions,
  ) {}

  async current(): Promise<Parties> {
    if (this.known && performance.now() - this.readAtMs < FRESH_MS) return this.known;
    return (this.reading ??= this.read().finally(() => (this.reading = undefined)));
  }

  private async read(): Promise<Parties> {
    const first = { after: { group: '', topic: '' }, limit: limits.pageRows.value };
    const [producers, own, kafka, consumptions] = await Promise.all([
      this.producers.list(),
      this.ownGroups.list({}, first),
      this.kafkaGroups.list(GROUPS_MAX),
      this.consumptions.all(),
    ]);
    const groups: SeenGroup[] = [
      ...kafka.map(({ firstSeen: _, ...group }) => ({ ...group, where: 'kafka' as const })),
      ...own.map(({ group: name, topic, members, lag, partitions }) => ({
        ...{ name, topic, lag, members: members.length, where: 'log' as const },
        lastSeen: latest(partitions.map(({ committedAt }) => committedAt)),
      })),
    ];
    this.known = {
      producers: Map.groupBy(producers, ({ contractId }) => contractId),
      groups: Map.groupBy(groups, ({ topic }) => topic),
      consumptions: Map.groupBy(consumptions, ({ consumption }) => consumption.of),
    };
    this.readAtMs = performance.now();
    return this.known;
  }
}

/** They come out of JSON that PostgreSQL wrote, so they may be text. */
function latest(moments: readonly (Date | string | null)[]): Date | undefined {
  const times = moments.flatMap((moment) => (moment === null ? [] : [new Date(moment).getTime()]));
  return times.length > 0 ? new Date(Math.max(...times)) : undefined;
}
