import { Inject, Injectable } from '@nestjs/common';
import { type Admission, type Candidate, GuardedLog, type Settlement } from '#event-log';
import type { Ruled } from '../claim.js';
import { Custody, nobodyConfirmed } from '../peers/custody.js';
import type { Sent } from './exit.js';
import { placeInLog } from './place-in-log.js';
import { RelayBacklog } from './relay/relay-backlog.js';
import { readyEvent } from './ready-event.js';
import { GATEWAY_SETTINGS, type GatewaySettings } from '../gateway-settings.js';
import { BY_CANDIDATE } from '../policies/by-candidate.js';
import { isByCandidate, type Judged } from '../judged.js';
import { refuse, type Refusal, type Verdict, type Waived } from '../verdict.js';

/** An event after its history was asked: what the guards found, and how it left. */
export interface Settled {
  readonly judged: Judged;
  readonly outcome: Sent | Pick<Verdict, 'fate' | 'position' | 'heldUntil'> | undefined;
}

const FULL =
  'Kafka is behind by more events of this topic than the log may hold for it, so this one was not admitted.';

const admit = (): Settlement<Ruled> => ({
  fate: 'append',
  note: { refusal: undefined, waived: undefined },
});

/** The way out of a guarded topic: history, guards and append commit together, or not at all. */
@Injectable()
export class LeaveGuarded {
  private turn = 0;

  constructor(
    private readonly log: GuardedLog,
    private readonly backlog: RelayBacklog,
    private readonly custody: Custody,
    @Inject(GATEWAY_SETTINGS) private readonly settings: GatewaySettings,
  ) {}

  /** One outcome per event, in their order; it is kept per topic-partition. */
  async leave(judged: readonly Judged[]): Promise<readonly Settled[]> {
    const turn = this.turn++;
    const placed = judged.map((each) => {
      const event = readyEvent(each);
      return this.backlog.isFull(event.topic) ? nobodyConfirmed(FULL) : placeInLog(event, turn);
    });
    const candidates = judged.flatMap((each, i): Candidate<Ruled>[] => {
      const { claim, promise } = each;
      const event = placed[i];
      const isRelayed = this.settings.broker.kind === 'kafka';
      const relayedTo = isRelayed ? promise?.contract.channel.partitions : undefined;
      if (!event || 'ok' in event) return [];
      return [{ settle: admit, ...claim, event, relayedTo, letPass: letPassOf(each) }];
    });
    const admitted = await this.custody.confirmed(() => this.log.admit(candidates));
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
      const { position, wouldBe, note, isMerged } = admission;
      const waived = judged.waived ?? note.waived ?? (wouldBe && waivedRepeat(judged, wouldBe));
      const checked = passedHistory(judged, !note.waived && !wouldBe);
      return {
        judged: { ...checked, waived },
        outcome: { fate: isMerged ? 'merged' : 'accepted', position },
      };
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
    case 'held':
      return {
        judged: passedHistory(judged, true),
        outcome: { fate: 'held', position: undefined, heldUntil: admission.until },
      };
    case 'version-held':
      return refused(judged, refuse('VERSION_HELD'));
    case 'no-room':
      return refused(judged, { ...refuse('NO_ROOM_TO_WAIT'), retryAfterSeconds: 1 });
    case 'mismatch':
      return refused(judged, repeated('mismatch'));
    case 'refused':
      return refused(judged, admission.note.refusal ?? refuse('STALE_VERSION'));
    default:
      return { judged, outcome: undefined };
  }
}

/** What was found and is not in the way, and by whom: no other trace of it is kept of an event that leaves. */
function letPassOf(judged: Judged): readonly string[] {
  const { waived, notes } = judged;
  const codes = isByCandidate(judged) ? [BY_CANDIDATE.code] : [];
  if (codes.length === 0 && !waived && notes.length === 0) return NOTHING;
  if (waived) codes.push(waived.refusal.reason);
  return [...new Set([...codes, ...notes.map(({ code }) => code)])];
}
const NOTHING: readonly string[] = [];

const refused = (judged: Judged, refusal: Refusal): Settled => ({
  judged: { ...passedHistory(judged, false), refusal },
  outcome: undefined,
});

const repeated = (what: 'duplicate' | 'mismatch'): Refusal =>
  what === 'duplicate' ? refuse('DUPLICATE') : refuse('EVENT_ID_REUSED', { pointer: '/id' });

const waivedRepeat = ({ isSilent }: Judged, what: 'duplicate' | 'mismatch'): Waived => ({
  refusal: repeated(what),
  isSilent,
});

/** The last check of the road, made beside the append. */
const passedHistory = (judged: Judged, passed: boolean): Judged =>
  judged.claim ? { ...judged, checks: [...judged.checks, { check: 'history', passed }] } : judged;
