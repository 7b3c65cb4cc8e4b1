import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Counter } from 'prom-client';
import {
  type PolicyComparison,
  PolicyComparisons,
  positionText,
  type SampledDivergence,
} from '#event-log';
import { limits } from '#kernel';
import { FlushedCells } from '../counts/flushed-cells.js';
import type { Beside, Judged } from '../judged.js';
import { metric } from '../counts/metric.js';
import { minuteOf } from '../counts/minute-of.js';
import { decidedVerdict, otherVerdict, type PlacedVerdict } from './other-verdict.js';
import { producerOf } from '../producer-of.js';
import type { Verdict } from '../verdict.js';

/** What both policies said of one event. */
interface Compared {
  readonly here: PlacedVerdict;
  readonly there: PlacedVerdict;
  readonly beside: Beside;
  readonly judged: Judged;
  readonly verdict: Verdict;
}
type Cell = { -readonly [K in keyof PolicyComparison]: PolicyComparison[K] };

/**
 * Holds the verdicts of a policy and its candidate against each other, in memory for a second. Every
 * event is counted; of those on which they differ the newest are kept by name.
 */
@Injectable()
export class ComparePolicies implements OnModuleInit, OnApplicationShutdown {
  private readonly cells = new FlushedCells<Cell>(
    'rollouts',
    (cells) => this.comparisons.add(cells),
    (cell) => this.add(cell),
  );
  /** By the two verdicts they show. */
  private readonly samples = new FlushedCells<SampledDivergence[]>(
    'divergences',
    (samples) => this.comparisons.addSamples(samples.flat()),
    (held, place) => !this.samples.has(place) && this.samples.set(place, held),
  );

  private readonly compared = metric(
    'concordat_gateway_candidate_verdicts_total',
    () =>
      new Counter({
        name: 'concordat_gateway_candidate_verdicts_total',
        help: 'Events judged by a policy and its candidate, by contract and by whether both said the same.',
        labelNames: ['contract', 'outcome'],
      }),
  );
  private readonly uncounted = metric(
    'concordat_gateway_candidate_verdicts_dropped_total',
    () =>
      new Counter({
        name: 'concordat_gateway_candidate_verdicts_dropped_total',
        help: 'Such events that are missing in the reports on candidates, because PostgreSQL was away for too long.',
      }),
  );

  constructor(private readonly comparisons: PolicyComparisons) {}

  onModuleInit(): void {
    this.cells.begin();
    this.samples.begin();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.cells.end(), this.samples.end()]);
  }

  /** One verdict for each judged event. Where no candidate is tried this only looks. */
  compare(judged: readonly Judged[], verdicts: readonly Verdict[]): void {
    for (let i = 0; i < judged.length; i++) {
      const [each, verdict] = [judged[i], verdicts[i]];
      if (each?.beside && verdict && !each.event.named?.done)
        this.count({ judged: each, beside: each.beside, verdict });
    }
  }

  async flush(): Promise<void> {
    await Promise.all([this.cells.flush(), this.samples.flush()]);
  }

  private count(of: Pick<Compared, 'judged' | 'beside' | 'verdict'>): void {
    const decided = decidedVerdict(of.verdict);
    if (!decided) return;
    const other = otherVerdict(of.judged, of.beside, of.verdict);
    const [here, there] = of.beside.isDecidedThere ? [other, decided] : [decided, other];
    const differs = here.fate !== there.fate || here.reason !== there.reason;
    const isSettled = other.fate !== 'unsettled';
    const outcome = isSettled ? (differs ? 'other' : 'same') : 'unsettled';
    this.compared.inc({ contract: of.verdict.contract?.id ?? '', outcome });
    const compared = { ...of, here, there };
    this.add(cellOf(compared));
    if (differs && isSettled) this.sample(compared);
  }

  private add(cell: Cell): void {
    const { contractId, contractVersion, candidate, minute, here, there, isDecidedThere } = cell;
    const key = `${minute.getTime()} ${contractId} ${contractVersion} ${candidate} ${here.fate} ${here.reason} ${there.fate} ${there.reason} ${isDecidedThere}`;
    const known = this.cells.get(key);
    if (known) known.count += cell.count;
    else if (this.cells.size < limits.comparedVerdicts.value) this.cells.set(key, cell);
    else this.uncounted.inc(cell.count);
  }

  private sample(compared: Compared): void {
    const sample = sampleOf(compared);
    const { contractId, candidate, here, there } = sample;
    const key = `${contractId} ${candidate} ${here.fate} ${here.reason} ${there.fate} ${there.reason}`;
    const held = this.samples.get(key) ?? [];
    if (held.length >= limits.divergenceSamples.value) held.shift();
    held.push(sample);
    if (this.samples.size < limits.comparedVerdicts.value) this.samples.set(key, held);
  }
}

const policyVerdict = ({ fate, reason }: PlacedVerdict) => ({ fate, reason });

const cellOf = ({ here, there, beside, verdict }: Compared): Cell => ({
  ...{ contractId: verdict.contract?.id ?? '', contractVersion: verdict.contract?.version ?? 0 },
  candidate: beside.rollout.name,
  minute: new Date(minuteOf(Date.now())),
  ...{ here: policyVerdict(here), there: policyVerdict(there) },
  ...{ isDecidedThere: beside.isDecidedThere, count: 1 },
});

function sampleOf({ here, there, beside, judged, verdict }: Compared): SampledDivergence {
  const { context } = judged.event;
  const { position, quarantineId } = verdict;
  return {
    ...{ contractId: verdict.contract?.id ?? '', candidate: beside.rollout.name },
    ...{ here, there, isDecidedThere: beside.isDecidedThere, at: new Date() },
    producer: producerOf(judged.event),
    ...{ source: context?.source, eventId: context?.id },
    position: position && positionText(position),
    quarantineId: quarantineId ?? undefined,
  };
}
