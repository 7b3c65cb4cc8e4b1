import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Histogram } from 'prom-client';
import { bucketOf, Latencies, type Latency } from '#event-log';
import type { ArrivedEvent } from '../event.js';
import { FlushedCells } from './flushed-cells.js';
import { forEachRun } from './for-each-run.js';
import { metric } from './metric.js';
import { minuteOf } from './minute-of.js';
import type { Verdict } from '../verdict.js';

/** Told apart between two writes, or while PostgreSQL is away; beyond, latencies are not noted. */
const CELLS_MAX = 20_000;

type Cell = { -readonly [K in keyof Latency]: Latency[K] };

/** When a request came, and when its verdicts stood; milliseconds since 1970. */
export interface Stay {
  readonly arrivedMs: number;
  readonly leftMs: number;
}

/** Notes how long accepted events took to come to the gateway and to be acknowledged by it. */
@Injectable()
export class LatencyCounts implements OnModuleInit, OnApplicationShutdown {
  private readonly cells = new FlushedCells<Cell>(
    'latency',
    (cells) => this.latencies.add(cells),
    (cell, place) => this.add(place, cell),
  );
  private readonly admission = metric(
    'concordat_gateway_admission_seconds',
    () =>
      new Histogram({
        name: 'concordat_gateway_admission_seconds',
        help: 'Time from a request with events until each has its verdict; broker and log included.',
        buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      }),
  );

  constructor(private readonly latencies: Latencies) {}

  onModuleInit(): void {
    this.cells.begin();
  }

  onApplicationShutdown(): Promise<void> {
    return this.cells.end();
  }

  count(events: readonly ArrivedEvent[], verdicts: readonly Verdict[], stay: Stay): void {
    const { arrivedMs, leftMs } = stay;
    const bucket = bucketOf(leftMs - arrivedMs);
    this.admission.observe((leftMs - arrivedMs) / 1_000);
    const contracts = verdicts.map(acceptedBy);
    const arrivals = events.map((event) => arrivalBucket(event, arrivedMs));
    const minuteMs = minuteOf(leftMs);
    const isSame = (one: number, other: number): boolean =>
      contracts[one] === contracts[other] && arrivals[one] === arrivals[other];
    forEachRun(verdicts.length, isSame, ({ start, end }) => {
      const [contractId, late] = [contracts[start], arrivals[start]];
      if (contractId === undefined) return;
      const of = { contractId, minuteMs, count: end - start };
      this.note({ ...of, leg: 'admission', bucket });
      if (late !== undefined) this.note({ ...of, leg: 'arrival', bucket: late });
    });
  }

  private note(cell: Omit<Latency, 'reader'>): void {
    const { contractId, minuteMs, leg, bucket } = cell;
    this.add(`${contractId} ${minuteMs} ${leg} ${bucket}`, { ...cell, reader: '' });
  }

  private add(place: string, cell: Cell): void {
    const known = this.cells.get(place);
    if (known) known.count += cell.count;
    else if (this.cells.size < CELLS_MAX) this.cells.set(place, cell);
  }
}

const acceptedBy = ({ fate, contract }: Verdict): string | undefined =>
  fate === 'accepted' || fate === 'merged' ? contract?.id : undefined;

function arrivalBucket(event: ArrivedEvent, arrivedMs: number): number | undefined {
  const sentMs = sentAt(event);
  return sentMs === undefined ? undefined : bucketOf(arrivedMs - sentMs);
}

/** When the event says it happened, or its producer that it was sent. */
function sentAt({ context, timestampMs }: ArrivedEvent): number | undefined {
  const time = context?.attributes.get('time');
  const ms = time === undefined ? timestampMs : Date.parse(time);
  return ms === undefined || Number.isNaN(ms) ? undefined : ms;
}
