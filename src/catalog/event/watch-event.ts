import { Injectable } from '@nestjs/common';
import { Latencies, Quarantine } from '#event-log';
import { storable } from '#kernel';
import type { ActivityAnswer } from '../answers.js';
import { EventTallies, type EventMinute, type VerdictRow } from '../store/event-tallies.js';
import { REFUSING_VERDICTS } from '../live/refusing-verdicts.js';
import { HOUR_MINUTES } from '../live/traffic-window.js';
import { EventContracts } from './event-contracts.js';
import { refusalRow } from './refusal-row.js';

const REFUSALS_SHOWN = 20;
const MINUTE_MS = 60_000;

/** How one event fares: the last day in counts, the last hour by the minute, the last refusals. */
@Injectable()
export class WatchEvent {
  constructor(
    private readonly contracts: EventContracts,
    private readonly tallies: EventTallies,
    private readonly quarantine: Quarantine,
    private readonly latencies: Latencies,
  ) {}

  /** @throws EVENT_UNKNOWN */
  async watch(id: string): Promise<ActivityAnswer> {
    const first = Math.floor(Date.now() / MINUTE_MS) - HOUR_MINUTES + 1;
    const contractId = storable(id);
    // Asked for together: a name nobody has is rare, and then what is found is nothing.
    const [revision, day, latency, refusals] = await Promise.all([
      this.contracts.revision(),
      this.tallies.day(contractId, first),
      this.latencies.of(contractId, HOUR_MINUTES),
      this.quarantine.list({ contractId }, { limit: REFUSALS_SHOWN }),
      this.contracts.said(id),
    ]);
    const { verdicts, minutes, ...rest } = day;
    return {
      revision,
      verdicts: verdicts.map(({ verdict, count }) => ({ verdict, count })),
      ...rest,
      ...meanDecision(verdicts),
      series: series(minutes, first),
      latency,
      refusals: refusals.map(refusalRow),
    };
  }
}

function meanDecision(rows: readonly VerdictRow[]): { readonly decisionUs?: number } {
  const events = rows.reduce((sum, { count }) => sum + count, 0);
  const us = rows.reduce((sum, { decisionUs }) => sum + decisionUs, 0);
  return events > 0 && us > 0 ? { decisionUs: Math.round(us / events) } : {};
}

function series(minutes: readonly EventMinute[], first: number): ActivityAnswer['series'] {
  const none = () => Array.from({ length: HOUR_MINUTES }, () => 0);
  const [accepted, refused] = [none(), none()];
  const byVerdict: Record<string, number[]> = {};
  for (const { minute, verdict, count } of minutes) {
    const side = REFUSING_VERDICTS.includes(verdict) ? refused : accepted;
    for (const counts of [side, (byVerdict[verdict] ??= none())]) {
      const before = counts[minute - first];
      if (before !== undefined) counts[minute - first] = before + count;
    }
  }
  return { from: new Date(first * MINUTE_MS).toISOString(), accepted, refused, byVerdict };
}
