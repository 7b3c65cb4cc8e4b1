import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { type NewQuarantinedEvent, Quarantine } from '#event-log';
import { ulid } from '#kernel';
import { Custody } from '../peers/custody.js';
import { drawChance } from './draw-chance.js';
import { Exit, type Sent } from './exit.js';
import { forwardedHeaders } from './forwarded-headers.js';
import { LeaveGuarded, type Settled } from './leave-guarded.js';
import { isOnce, marksOf, readyEvent } from './ready-event.js';
import { BY_CANDIDATE } from '../policies/by-candidate.js';
import { isByCandidate, type Judged } from '../judged.js';
import { onceForEach } from '../once-for-each.js';
import { refuse, type Refusal, type Verdict } from '../verdict.js';

/** The last stage: what may leave is sent, what may not is kept for a person, all else refused. */
@Injectable()
export class Departures implements OnApplicationShutdown {
  private readonly log = new Logger('gateway');

  constructor(
    private readonly exit: Exit,
    private readonly guarded: LeaveGuarded,
    private readonly quarantine: Quarantine,
    private readonly custody: Custody,
  ) {}

  /** One verdict per judged event, in their order. Resolves when every fate is durable. */
  async leave(judged: readonly Judged[]): Promise<readonly Verdict[]> {
    const leaving = judged.filter(({ refusal, event }) => !refusal && !event.named?.done);
    const free = leaving.filter(({ promise }) => !promise?.isTopicGuarded);
    if (free.length === judged.length) return this.leaveFree(free);
    if (leaving.length === 0 && !judged.some(({ event }) => event.named?.done))
      return this.refuseAll(judged);
    const bound = leaving.filter(({ promise }) => promise?.isTopicGuarded);
    const [sent, settled, kept] = await Promise.all([
      free.length > 0 ? this.exit.send(free.map(readyEvent)) : [],
      bound.length > 0 ? this.leaveGuarded(bound) : [],
      this.keepRefused(judged),
    ]);
    const verdicts = new Map<Judged, Verdict>();
    judged.forEach((each, i) => verdicts.set(each, verdict(each, kept[i])));
    free.forEach((each, i) => verdicts.set(each, verdict(each, fateOf(each, sent[i]))));
    bound.forEach((each, i) => verdicts.set(each, settled[i] ?? verdict(each)));
    return judged.map((each) => toldBefore(each) ?? verdicts.get(each) ?? verdict(each));
  }

  /** Nearly every request: nothing is refused, and nothing asks what was before. */
  private async leaveFree(free: readonly Judged[]): Promise<readonly Verdict[]> {
    if (free.length === 0) return [];
    const sent = await this.exit.send(free.map(readyEvent));
    return free.map((each, i) => verdict(each, fateOf(each, sent[i])));
  }

  /** The retries of a producer that is refused. */
  private async refuseAll(judged: readonly Judged[]): Promise<readonly Verdict[]> {
    const kept = await this.keepRefused(judged);
    return judged.map((each, i) => verdict(each, kept[i]));
  }

  /** What history spoke against is kept for a person, like all that was refused before. */
  private async leaveGuarded(bound: readonly Judged[]): Promise<readonly Verdict[]> {
    const settled = await this.guarded.leave(bound);
    const kept = await this.keepRefused(settled.map(({ judged }) => judged));
    return settled.map(({ judged, outcome }, i) => ({
      ...verdict(judged),
      ...(judged.refusal ? kept[i] : fateOf(judged, outcome)),
    }));
  }

  /** The verdict without the departure. */
  imagine(judged: Judged): Verdict {
    return verdict(judged, judged.refusal ? REJECTED : ACCEPTED);
  }

  /** Nest calls this when no request is left. */
  async onApplicationShutdown(): Promise<void> {
    await this.guarded.settled();
    await this.exit.close();
  }

  /** One answer per event, in their order: under which id it is kept, where it was refused. */
  private async keepRefused(judged: readonly Judged[]): Promise<readonly Partial<Verdict>[]> {
    const refused = judged.filter(isForCustody);
    const ids = refused.length > 0 ? await this.keep(refused) : [];
    let next = 0;
    return judged.map((each): Partial<Verdict> => {
      if (!isForCustody(each)) return NO_DEPARTURE;
      const id = ids[next++] ?? null;
      return { fate: id === null ? 'rejected' : 'quarantined', quarantineId: id };
    });
  }

  /** A refusal stands even when nobody can keep the event: then there is no id to tell. */
  private async keep(kept: readonly Judged[]): Promise<readonly string[]> {
    try {
      const nowMs = Date.now();
      const added = await this.custody.confirmed(() =>
        this.quarantine.add(kept.map((each) => this.caseOf(each, nowMs))),
      );
      return 'reason' in added ? [] : added.value;
    } catch (error) {
      this.log.error({ err: error }, 'refused events could not be kept');
      return [];
    }
  }

  private caseOf(judged: Judged, nowMs: number): NewQuarantinedEvent {
    const { event, promise, refusal } = judged;
    const topic = promise?.contract.enforcement.deadLetterTopic;
    const reasons = refusal ? reasonsOf(refusal) : [];
    return {
      id: ulid(nowMs, drawChance()),
      topic: promise?.contract.channel.topic ?? event.topic ?? '',
      door: event.door,
      principal: event.principal,
      key: event.embedded ? event.key : judged.key,
      value: event.value,
      headers: keptHeaders(event),
      reasons: isByCandidate(judged) ? [...reasons, BY_CANDIDATE] : reasons,
      ...marksOf(judged),
      ...(topic !== undefined && { deadLetter: { topic, isCarried: this.exit.isKafka } }),
    };
  }
}

/** Only what a contract judged, and no broker-sized lumps: those a producer still has. */
const isForCustody = ({ refusal, promise, event }: Judged): boolean =>
  refusal !== undefined &&
  promise !== undefined &&
  refusal.reason !== 'EVENT_TOO_LARGE' &&
  !refusal.isForgotten &&
  refusal.retryAfterSeconds === undefined &&
  event.door !== 'dry-run' &&
  !event.named?.done &&
  !event.isKept;

const NO_DEPARTURE: Partial<Verdict> = {};
const ACCEPTED: Partial<Verdict> = { fate: 'accepted' };
const REJECTED: Partial<Verdict> = { fate: 'rejected' };

/** @param departure what the exit says of it */
function verdict(judged: Judged, departure = NO_DEPARTURE): Verdict {
  const { event, promise, waived, notes, checks, schemaIds } = judged;
  const { refusal = judged.refusal } = departure;
  return {
    fate: departure.fate ?? (refusal?.retryAfterSeconds === undefined ? 'rejected' : 'deferred'),
    refusal,
    waived,
    notes,
    checks,
    contract: promise?.ref,
    policy: isByCandidate(judged) ? 'candidate' : undefined,
    deprecation: promise?.contract.deprecation,
    topic: promise?.contract.channel.topic ?? event.topic ?? '',
    schemaIds,
    entryId: event.entryId,
    position: departure.position,
    quarantineId: departure.quarantineId,
    retryAfterSeconds: departure.retryAfterSeconds ?? refusal?.retryAfterSeconds,
  };
}

/** A gateway that is gone took it already: its fate stands, whatever would be found today. */
function toldBefore(judged: Judged): Verdict | undefined {
  const done = judged.event.named?.done;
  if (!done) return undefined;
  const { fate, position, contract } = done;
  return { ...verdict({ ...judged, refusal: undefined }), fate, position, contract };
}

function fateOf(judged: Judged, sent: Sent | Settled['outcome']): Partial<Verdict> {
  if (sent && 'fate' in sent) return sent;
  if (sent?.ok) return { fate: 'accepted', position: sent.position };
  if (sent?.reason === 'refused-by-broker')
    return { fate: 'rejected', refusal: refuse('BROKER_REFUSED', { message: sent.message }) };
  const message = sent?.message ?? 'The broker answered for fewer events than were sent.';
  if (isOnce(judged) && sent?.reason !== 'broker-away')
    return { fate: 'rejected', refusal: refuse('NOT_CONFIRMED', { message }) };
  return {
    fate: 'deferred',
    refusal: refuse('BROKER_AWAY', { message }),
    retryAfterSeconds: sent?.retryAfterSeconds ?? 1,
  };
}

type QuarantineReasons = NewQuarantinedEvent['reasons'];

/** What ended the journey first, then all else. Of a value that was refused before they are the same. */
const reasonsOf = onceForEach((refusal: Refusal): QuarantineReasons => {
  const { reason, pointer, message, violations } = refusal;
  const rest = violations.filter((each) => each.pointer !== pointer || each.message !== message);
  return [{ code: reason, pointer, message }, ...rest];
});

/** How it was to be written is kept beside it, for the day it is sent again. */
function keptHeaders(event: Judged['event']): NewQuarantinedEvent['headers'] {
  const headers = forwardedHeaders(event);
  if (!event.embedded) return headers;
  return [...headers, ['concordat-embedded', Buffer.from(JSON.stringify(event.embedded))]];
}
