import { randomBytes } from 'node:crypto';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { type NewQuarantinedEvent, Quarantine } from '#event-log';
import { isOutage, Problem, ulid } from '#kernel';
import { Exit, type ReadyEvent, type Sent } from './exit.js';
import { forwardedHeaders } from './forwarded-headers.js';
import type { Judged } from '../judged.js';
import { refuse, type Verdict } from '../verdict.js';

/** The last stage: what may leave is sent, what may not is kept for a person, all else refused. */
@Injectable()
export class Departures implements OnApplicationShutdown {
  private readonly log = new Logger('gateway');

  constructor(
    private readonly exit: Exit,
    private readonly quarantine: Quarantine,
  ) {}

  /** One verdict per judged event, in their order. Resolves when every fate is durable. */
  async leave(judged: readonly Judged[]): Promise<readonly Verdict[]> {
    const leaving = judged.filter(({ refusal }) => !refusal);
    const kept = judged.filter(isForCustody);
    const [sent, ids] = await Promise.all([
      leaving.length > 0 ? this.exit.send(leaving.map(ready)) : [],
      kept.length > 0 ? this.keep(kept) : [],
    ]);
    const fates = new Map<Judged, Partial<Verdict>>();
    leaving.forEach((each, i) => fates.set(each, fateOf(sent[i])));
    kept.forEach((each, i) => {
      const id = ids[i] ?? null;
      fates.set(each, { fate: id === null ? 'rejected' : 'quarantined', quarantineId: id });
    });
    return judged.map((each) => ({ ...verdict(each), ...fates.get(each) }));
  }

  /** The verdict without the departure. */
  imagine(judged: Judged): Verdict {
    return { ...verdict(judged), fate: judged.refusal ? 'rejected' : 'accepted' };
  }

  /** Nest calls this when no request is left. */
  onApplicationShutdown(): Promise<void> {
    return this.exit.close();
  }

  /** A refusal stands even when nobody can keep the event: then there is no id to tell. */
  private async keep(kept: readonly Judged[]): Promise<readonly string[]> {
    try {
      return await this.quarantine.add(kept.map(custody));
    } catch (error) {
      if (!isOutage(error) && !(error instanceof Problem))
        this.log.error({ err: error }, 'refused events could not be kept');
      return [];
    }
  }
}

/** Only what a contract judged, and no broker-sized lumps: those a producer still has. */
const isForCustody = ({ refusal, promise, event }: Judged): boolean =>
  refusal !== undefined &&
  promise !== undefined &&
  refusal.reason !== 'EVENT_TOO_LARGE' &&
  event.door !== 'dry-run';

function verdict({ event, promise, refusal, waived, notes, checks }: Judged): Verdict {
  const isSilent = promise?.contract.enforcement.mode === 'observe';
  return {
    ...{
      fate: 'rejected',
      refusal,
      waived: waived && { refusal: waived, isSilent },
      notes,
      checks,
    },
    contract: promise?.ref,
    deprecation: promise?.contract.deprecation,
    topic: promise?.contract.channel.topic ?? event.topic ?? '',
    position: undefined,
    quarantineId: undefined,
    retryAfterSeconds: undefined,
  };
}

function fateOf(sent: Sent | undefined): Partial<Verdict> {
  if (sent?.ok) return { fate: 'accepted', position: sent.position };
  if (sent?.reason === 'refused-by-broker')
    return { fate: 'rejected', refusal: refuse('BROKER_REFUSED', { message: sent.message }) };
  const message = sent?.message ?? 'The broker answered for fewer events than were sent.';
  return {
    fate: 'deferred',
    refusal: refuse('BROKER_AWAY', { message }),
    retryAfterSeconds: sent?.retryAfterSeconds ?? 1,
  };
}

const marks = ({ event, promise }: Judged) => ({
  ...(promise && { contract: promise.ref, schemaId: promise.published.schemaId }),
  ...(event.context && { eventId: event.context.id, source: event.context.source }),
});

function ready(judged: Judged): ReadyEvent {
  const { event, promise, key } = judged;
  return {
    topic: promise?.contract.channel.topic ?? event.topic ?? '',
    ...(event.partition !== undefined && { partition: event.partition }),
    partitions: promise?.contract.channel.partitions ?? 1,
    key,
    value: event.value,
    headers: forwardedHeaders(event),
    ...marks(judged),
  };
}

function custody(judged: Judged): NewQuarantinedEvent {
  const { event, promise, key, refusal } = judged;
  const { reason = 'NOT_JSON', pointer = '', message = '', violations = [] } = refusal ?? {};
  const first = { code: reason, pointer, message };
  const rest = violations.filter((each) => each.pointer !== pointer || each.message !== message);
  return {
    id: ulid(Date.now(), randomBytes(10)),
    topic: promise?.contract.channel.topic ?? event.topic ?? '',
    door: event.door,
    principal: event.principal,
    key,
    value: event.value,
    headers: forwardedHeaders(event),
    reasons: [first, ...rest],
    ...marks(judged),
  };
}
