import { Injectable } from '@nestjs/common';
import { ConsumerGroups, ObservedGroups } from '#event-log';
import { limits } from '#kernel';

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

const GROUPS_MAX = 10_000;

/** The groups of the event log, and those a gateway saw at Kafka. */
@Injectable()
export class ReadGroups {
  constructor(
    private readonly own: ConsumerGroups,
    private readonly kafka: ObservedGroups,
  ) {}

  async read(): Promise<readonly SeenGroup[]> {
    const first = { after: { group: '', topic: '' }, limit: limits.pageRows.value };
    const [own, kafka] = await Promise.all([this.own.list({}, first), this.kafka.list(GROUPS_MAX)]);
    return [
      ...kafka.map(({ firstSeen: _, ...group }) => ({ ...group, where: 'kafka' as const })),
      ...own.map(({ group: name, topic, members, lag, partitions }) => ({
        ...{ name, topic, lag, members: members.length, where: 'log' as const },
        lastSeen: latest(partitions.map(({ committedAt }) => committedAt)),
      })),
    ];
  }
}

/** They come out of JSON that PostgreSQL wrote, so they may be text. */
function latest(moments: readonly (Date | string | null)[]): Date | undefined {
  const times = moments.flatMap((moment) => (moment === null ? [] : [new Date(moment).getTime()]));
  return times.length > 0 ? new Date(Math.max(...times)) : undefined;
}
