import { Injectable } from '@nestjs/common';
import type { ArrivedEvent } from './event.js';
import { NoteLinks } from './note-links.js';
import type { Verdict } from './verdict.js';
import { VerdictCounters } from './verdict-counters.js';

/** What is written down of verdicts once they stand. Nobody waits for it. */
@Injectable()
export class NoteVerdicts {
  constructor(
    private readonly counters: VerdictCounters,
    private readonly links: NoteLinks,
  ) {}

  /** @param decisionUs time to judge one of these events, microseconds */
  note(events: readonly ArrivedEvent[], verdicts: readonly Verdict[], decisionUs: number): void {
    this.counters.count(events, verdicts, decisionUs);
    this.links.note(events, verdicts);
  }
}
