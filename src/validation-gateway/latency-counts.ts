import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Histogram } from 'prom-client';
import { bucketOf, Latencies, type Latency } from '#event-log';
import type { ArrivedEvent } from './event.js';
import { FlushedCells } from './flushed-cells.js';
import { metric } from './metric.js';
import type { Verdict } from './verdict.js';

const MINUTE_MS = 60_000;
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
    const minuteMs = Math.floor(leftMs / MINUTE_MS) * MINUTE_MS;
    const bucket = bucketOf(leftMs - arrivedMs);
    this.admission.observe((leftMs - arrivedMs) / 1_000);
    forEachRun(verdicts, acceptedBy, (contractId, run) => {
      const of = { contractId, minuteMs };
      this.note({ ...of, leg: 'admission', bucket, count: run.end - run.start });
      const arrived = events.slice(run.start, run.end);
      forEachRun(arrived, arrivalBucket(arrivedMs), (late, { start, end }) =>
        this.note({ ...of, leg: 'arrival', bucket: late, count: end - start }),
      );
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

/** Events of one request are mostly alike: those that follow each other are noted together. */
function forEachRun<Item, Kind>(
  items: readonly Item[],
  kindOf: (item: Item) => Kind | undefined,
  note: (kind: Kind, run: { readonly start: number; readonly end: number }) => void,
): void {
  let start = 0;
  let kind: Kind | undefined;
  items.forEach((item, i) => {
    const next = kindOf(item);
    if (i > 0 && next === kind) return;
    if (kind !== undefined) note(kind, { start, end: i });
    start = i;
    kind = next;
  });
  if (kind !== undefined) note(kind, { start, end: items.length });
}

const acceptedBy = ({ fate, contract }: Verdict): string | undefined =>
  fate === 'accepted' || fate === 'merged' ? contract?.id : undefined;

const arrivalBucket =
  (arrivedMs: number) =>
  (event: ArrivedEvent): number | undefined => {
    const sentMs = sentAt(event);
    return sentMs === undefined ? undefined : bucketOf(arrivedMs - sentMs);
  };

/** When the event says it happened, or its producer that it was sent. */
function sentAt({ context, timestampMs }: ArrivedEvent): number | undefined {
  const time = context?.attributes.get('time');
  const ms = time === undefined ? timestampMs : Date.parse(time);
  return ms === undefined || Number.isNaN(ms) ? undefined : ms;
}
