import { Injectable } from '@nestjs/common';
import { ComparePolicies } from '../policies/compare-policies.js';
import type { ArrivedEvent } from '../event.js';
import { LatencyCounts, type Stay } from './latency-counts.js';
import type { Judged } from '../judged.js';
import { NoteLinks } from './note-links.js';
import type { Verdict } from '../verdict.js';
import { VerdictCounters } from './verdict-counters.js';

export interface Visit {
  /** Time to judge one of these events, microseconds. */
  readonly decisionUs: number;
  /** Of events that came by themselves: those out of quarantine have waited for a person. */
  readonly stay?: Stay;
}

/** What is written down of verdicts once they stand. Nobody waits for it. */
@Injectable()
export class NoteVerdicts {
  constructor(
    private readonly counters: VerdictCounters,
    private readonly links: NoteLinks,
    private readonly latencies: LatencyCounts,
    private readonly policies: ComparePolicies,
  ) {}

  note(events: readonly ArrivedEvent[], verdicts: readonly Verdict[], visit: Visit): void {
    this.counters.count(events, verdicts, visit.decisionUs);
    if (visit.stay) this.latencies.count(events, verdicts, visit.stay);
    this.links.note(events, verdicts);
  }

  /** What was found where two policies judged, beside what became of the event. */
  compare(judged: readonly Judged[], verdicts: readonly Verdict[]): void {
    this.policies.compare(judged, verdicts);
  }
}
