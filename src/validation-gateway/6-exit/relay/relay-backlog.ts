import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { limits } from '#kernel';
import { metric } from '../../counts/metric.js';

const NAME = 'concordat_relay_backlog_events';

/** How many admitted events of each topic Kafka does not have yet, as of the last look. */
@Injectable()
export class RelayBacklog {
  private known: ReadonlyMap<string, number> = new Map();
  private readonly gauge = metric(
    NAME,
    () =>
      new Gauge({
        name: NAME,
        help: 'Guarded events in the log that Kafka does not have yet, by topic.',
        labelNames: ['topic'],
        aggregator: 'max', // Every process looks at the same log.
      }),
  );

  /** Kafka has been away for so long that waiting further would fill the disk. */
  isFull(topic: string): boolean {
    return (this.known.get(topic) ?? 0) > limits.relayBacklogEvents.value;
  }

  looked(backlog: ReadonlyMap<string, number>): void {
    this.known = backlog;
    for (const [topic, events] of backlog) this.gauge.set({ topic }, events);
  }
}
