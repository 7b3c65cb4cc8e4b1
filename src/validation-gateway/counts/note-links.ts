import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Counter } from 'prom-client';
import { type EventLink, EventLinks, Rounds } from '#event-log';
import { isOutage } from '#kernel';
import type { ArrivedEvent } from '../event.js';
import { metric } from './metric.js';
import type { Fate, Verdict } from '../verdict.js';

const WRITE_EVERY_MS = 250;
/** Links held while PostgreSQL is away or slow; beyond, they are dropped and counted. */
const WAITING_MAX = 20_000;
/** What nobody has anything of is no event: a repeat, what was refused and forgotten. */
const LINKED = new Set<Fate>(['accepted', 'superseded', 'merged', 'held', 'quarantined']);

/**
 * Remembers which event caused which, where events say so. Off their road: written moments after
 * the answer, so a gateway that is killed may forget the links of its last quarter of a second.
 */
@Injectable()
export class NoteLinks implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('links');
  private waiting: EventLink[] = [];
  private readonly writing = new Rounds(() => this.write());
  private readonly dropped = metric(
    'concordat_gateway_links_dropped_total',
    () =>
      new Counter({
        name: 'concordat_gateway_links_dropped_total',
        help: 'Events whose causes and effects cannot be followed because PostgreSQL was away or slow.',
      }),
  );

  constructor(private readonly links: EventLinks) {}

  onApplicationBootstrap(): void {
    this.writing.start(WRITE_EVERY_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.writing.end();
    await this.write();
  }

  note(events: readonly ArrivedEvent[], verdicts: readonly Verdict[]): void {
    verdicts.forEach((verdict, i) => {
      const link = linkOf(events[i], verdict);
      if (!link) return;
      if (this.waiting.length < WAITING_MAX) this.waiting.push(link);
      else this.dropped.inc();
    });
  }

  private async write(): Promise<void> {
    const leaving = this.waiting;
    this.waiting = [];
    try {
      await this.links.add(leaving);
    } catch (error) {
      if (!isOutage(error)) this.log.error({ err: error }, 'links of events could not be kept');
      const room = Math.max(0, WAITING_MAX - this.waiting.length);
      this.dropped.inc(Math.max(0, leaving.length - room));
      this.waiting = [...leaving.slice(0, room), ...this.waiting];
    }
  }
}

function linkOf(event: ArrivedEvent | undefined, verdict: Verdict): EventLink | undefined {
  const { context } = event ?? {};
  const correlationId = context?.attributes.get('correlationid');
  const causationId = context?.attributes.get('causationid');
  const isNamed = Boolean(correlationId ?? causationId);
  if (!context || !isNamed || !verdict.contract || !LINKED.has(verdict.fate)) return undefined;
  const happenedMs = Date.parse(context.attributes.get('time') ?? '');
  return {
    ...{ id: context.id, source: context.source, correlationId, causationId },
    ...{ contract: verdict.contract, fate: verdict.fate, position: verdict.position },
    ...(Number.isFinite(happenedMs) && { happenedAt: new Date(happenedMs) }),
    judgedAt: new Date(),
  };
}
