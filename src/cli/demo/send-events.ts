import { type Answer, type Server, unexpected } from '../ask.js';
import { askUntilReady } from '../ask-until-ready.js';
import type { Io } from '../io.js';
import type { CloudEvent } from './cloud-event.js';

/** The gateway's word on one event. */
export interface EventAnswer {
  readonly verdict: string;
  readonly reason?: string;
  readonly pointer?: string;
  readonly message?: string;
  readonly contract?: string;
  readonly quarantineId?: string;
  /** What `enforce` would have refused it for, where the contract only observes. */
  readonly observed?: string;
  readonly violations: readonly Place[];
}

export interface Place {
  readonly code: string;
  readonly pointer: string;
  readonly message: string;
}

export const isAccepted = ({ verdict }: EventAnswer): boolean =>
  verdict === 'accepted' || verdict === 'duplicate';

export const sendBatch = (
  io: Io,
  gateway: Server,
  events: readonly CloudEvent[],
): Promise<readonly EventAnswer[]> =>
  send(io, gateway, { type: 'application/cloudevents-batch+json', body: JSON.stringify(events) });

/** One event as bytes: a mutated one need not be JSON. */
export async function sendOne(
  io: Io,
  gateway: Server,
  body: string | Uint8Array<ArrayBuffer>,
): Promise<EventAnswer> {
  const [answer] = await send(io, gateway, { type: 'application/cloudevents+json', body });
  return answer ?? { verdict: 'unknown', violations: [] };
}

/** 503 says that nothing was recorded, so sending again cannot double an event. */
async function send(
  io: Io,
  gateway: Server,
  { type, body }: { readonly type: string; readonly body: string | Uint8Array<ArrayBuffer> },
): Promise<readonly EventAnswer[]> {
  const init = { method: 'POST', headers: { 'content-type': type }, body };
  return answersIn(gateway, await askUntilReady(io, gateway, { path: '/events', init }));
}

/** A batch answers a list, one event its verdict, and a refused one a problem (RFC 9457). */
function answersIn(gateway: Server, answer: Answer): readonly EventAnswer[] {
  const body = (answer.body ?? {}) as { results?: readonly Told[] } & Told;
  if (Array.isArray(body.results)) return body.results.map(answerOf);
  if (typeof body.verdict === 'string') return [answerOf(body)];
  // The whole request was unreadable: nothing of it was taken.
  if (answer.status >= 400 && answer.status < 500 && typeof body.code === 'string')
    return [answerOf({ ...body, verdict: 'rejected' })];
  throw unexpected(gateway, answer);
}

interface Told extends Partial<EventAnswer> {
  readonly code?: string;
  readonly detail?: string;
}

/** A problem says `code` and `detail` where a verdict says `reason` and `message`. */
function answerOf({ code, detail, ...told }: Told): EventAnswer {
  const reason = told.reason ?? code;
  const message = told.message ?? detail;
  return {
    ...told,
    verdict: told.verdict ?? 'unknown',
    violations: told.violations ?? [],
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
  };
}
