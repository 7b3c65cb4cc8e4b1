import { Injectable } from '@nestjs/common';
import { type Admission, type Candidate, GuardedLog, type Settlement } from '#event-log';
import type { Ruled } from '../claim.js';
import { confirmed } from './confirmed.js';
import type { Sent } from './exit.js';
import { placeInLog } from './place-in-log.js';
import { readyEvent } from './ready-event.js';
import type { Judged } from '../judged.js';
import { refuse, type Refusal, type Verdict } from '../verdict.js';

/** An event after its history was asked: what the guards found, and how it left. */
export interface Settled {
  readonly judged: Judged;
  readonly outcome: Sent | Pick<Verdict, 'fate' | 'position'> | undefined;
}

const admit = (): Settlement<Ruled> => ({
  fate: 'append',
  note: { refusal: undefined, waived: undefined },
});

/** The way out of a guarded topic: history, guards and append commit together, or not at all. */
@Injectable()
export class LeaveGuarded {
  private turn = 0;

  constructor(private readonly log: GuardedLog) {}

  /** One outcome per event, in their order; it is kept per topic-partition. */
  async leave(judged: readonly Judged[]): Promise<readonly Settled[]> {
    const turn = this.turn++;
    const placed = judged.map((each) => placeInLog(readyEvent(each), turn));
    const candidates = judged.flatMap(({ claim }, i): Candidate<Ruled>[] => {
      const event = placed[i];
      return event && !('ok' in event) ? [{ settle: admit, ...claim, event }] : [];
    });
    const admitted = await confirmed(this.log.admit(candidates));
    let next = 0;
    return judged.map((each, i) => {
      const place = placed[i];
      if (place && 'ok' in place) return { judged: each, outcome: place };
      if ('reason' in admitted) return { judged: each, outcome: admitted };
      return settled(each, admitted.value[next++]);
    });
  }

  settled(): Promise<void> {
    return this.log.settled();
  }
}

function settled(judged: Judged, admission: Admission<Ruled> | undefined): Settled {
  switch (admission?.fate) {
    case 'appended': {
      const { position, wouldBe, note } = admission;
      const waived = judged.waived ?? note.waived ?? (wouldBe && repeated(wouldBe));
      const checked = passedHistory(judged, !note.waived && !wouldBe);
      return { judged: { ...checked, waived }, outcome: { fate: 'accepted', position } };
    }
    case 'duplicate': {
      const { position } = admission.first;
      return { judged, outcome: { fate: 'duplicate', position } };
    }
    case 'superseded':
      return {
        judged: passedHistory(judged, true),
        outcome: { fate: 'superseded', position: undefined },
      };
    case 'mismatch':
      return refused(judged, repeated('mismatch'));
    case 'refused':
      return refused(judged, admission.note.refusal ?? refuse('STALE_VERSION'));
    default:
      return { judged, outcome: undefined };
  }
}

const refused = (judged: Judged, refusal: Refusal): Settled => ({
  judged: { ...passedHistory(judged, false), refusal },
  outcome: undefined,
});

const repeated = (what: 'duplicate' | 'mismatch'): Refusal =>
  what === 'duplicate' ? refuse('DUPLICATE') : refuse('EVENT_ID_REUSED', { pointer: '/id' });

/** The last check of the road, made beside the append. */
const passedHistory = (judged: Judged, passed: boolean): Judged =>
  judged.claim ? { ...judged, checks: [...judged.checks, { check: 'history', passed }] } : judged;
