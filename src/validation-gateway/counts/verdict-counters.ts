import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Counter, Histogram } from 'prom-client';
import { Tallies, type Tally } from '#event-log';
import { invariant } from '#kernel';
import type { ArrivedEvent } from '../event.js';
import { FlushedCells } from './flushed-cells.js';
import { forEachRun } from './for-each-run.js';
import { metric } from './metric.js';
import { minuteOf } from './minute-of.js';
import { producerOf } from '../producer-of.js';
import { UndeclaredCounts } from './undeclared-counts.js';
import type { Verdict } from '../verdict.js';

/** Cells held while PostgreSQL is away. Beyond, producers are counted together, then not at all. */
const CELLS_MAX = 20_000;
const MICROSECONDS = 1e6;

type Cell = { -readonly [K in keyof Tally]: Tally[K] };
type BoundCounter = Counter.Internal;

const reasonOf = ({ refusal, waived }: Verdict): string =>
  refusal?.reason ?? waived?.refusal.reason ?? '';
const isAlike = (one: Verdict, other: Verdict): boolean =>
  one.fate === other.fate &&
  one.contract === other.contract &&
  one.topic === other.topic &&
  reasonOf(one) === reasonOf(other);

function at(verdicts: readonly Verdict[], place: number): Verdict {
  const verdict = verdicts[place];
  invariant(verdict, 'the place of a verdict is within the list');
  return verdict;
}

const hasFindings = ({ notes, refusal, waived }: Verdict): boolean =>
  notes.length > 0 || refusal !== undefined || waived !== undefined;

/** Counts fates: for Prometheus at once, for the catalog every second and at shutdown. */
@Injectable()
export class VerdictCounters implements OnModuleInit, OnApplicationShutdown {
  private readonly cells = new FlushedCells<Cell>(
    'tallies',
    (cells) => this.tallies.add(cells),
    (cell, key) => this.add(key, cell),
  );
  private readonly bound = new Map<string, BoundCounter>();

  private readonly events = metric(
    'concordat_gateway_events_total',
    () =>
      new Counter({
        name: 'concordat_gateway_events_total',
        help: 'Events by contract, verdict and reason. An accepted one with a reason would have been refused by enforce.',
        labelNames: ['contract', 'verdict', 'reason'],
      }),
  );
  private readonly decisions = metric(
    'concordat_gateway_decision_seconds',
    () =>
      new Histogram({
        name: 'concordat_gateway_decision_seconds',
        help: 'Time to judge one event, the mean of its request; broker and quarantine not included.',
        buckets: [5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 5e-3, 2e-2, 0.1],
      }),
  );
  private readonly uncounted = metric(
    'concordat_gateway_tallies_dropped_total',
    () =>
      new Counter({
        name: 'concordat_gateway_tallies_dropped_total',
        help: 'Events missing in the catalog’s counts because PostgreSQL was away for too long.',
      }),
  );

  constructor(
    private readonly tallies: Tallies,
    private readonly undeclared: UndeclaredCounts,
  ) {}

  onModuleInit(): void {
    this.cells.begin();
  }

  onApplicationShutdown(): Promise<void> {
    return this.cells.end();
  }

  /** @param decisionUs time to judge one of these events, microseconds */
  count(events: readonly ArrivedEvent[], verdicts: readonly Verdict[], decisionUs: number): void {
    this.decisions.observe(decisionUs / MICROSECONDS);
    const minuteMs = minuteOf(Date.now());
    const producers = events.map(producerOf);
    verdicts.forEach((verdict, i) => {
      if (hasFindings(verdict)) this.undeclared.count(verdict, producers[i] ?? '');
    });
    const isSame = (one: number, other: number): boolean =>
      producers[one] === producers[other] && isAlike(at(verdicts, one), at(verdicts, other));
    forEachRun(verdicts.length, isSame, ({ start, end }) => {
      const verdict = at(verdicts, start);
      const reason = reasonOf(verdict);
      const count = end - start;
      this.counterOf(verdict, reason).inc(count);
      const producer = producers[start] ?? '';
      if (verdict.contract) this.tally(verdict, { reason, producer, minuteMs, decisionUs, count });
    });
  }

  flush(): Promise<void> {
    return this.cells.flush();
  }

  private tally(
    { fate, contract, topic }: Verdict,
    of: { reason: string; producer: string; minuteMs: number; decisionUs: number; count: number },
  ): void {
    const { id = '', version = 0 } = contract ?? {};
    const { reason, producer, minuteMs, count } = of;
    const decisionUs = of.decisionUs * count;
    const key = `${minuteMs} ${id} ${version} ${fate} ${reason} ${producer}`;
    const known = this.cells.get(key);
    if (known) {
      known.count += count;
      known.decisionUs += decisionUs;
      return;
    }
    this.add(key, {
      ...{ contractId: id, contractVersion: version, topic, verdict: fate, reason, producer },
      ...{ minute: new Date(minuteMs), count, decisionUs },
    });
  }

  private add(key: string, cell: Cell): void {
    const isFull = this.cells.size >= CELLS_MAX && !this.cells.has(key);
    const place = isFull ? key.slice(0, key.length - cell.producer.length) : key;
    const known = this.cells.get(place);
    if (known) {
      known.count += cell.count;
      known.decisionUs += cell.decisionUs;
    } else if (this.cells.size < CELLS_MAX * 2)
      this.cells.set(place, isFull ? { ...cell, producer: '' } : cell);
    else this.uncounted.inc(cell.count);
  }

  /** Labels are bound once: contracts, verdicts and reasons are few, and producers set none. */
  private counterOf({ contract, fate }: Verdict, reason: string): BoundCounter {
    const key = `${contract?.id ?? ''} ${fate} ${reason}`;
    let counter = this.bound.get(key);
    if (!counter) {
      counter = this.events.labels(contract?.id ?? '', fate, reason);
      this.bound.set(key, counter);
    }
    return counter;
  }
}
