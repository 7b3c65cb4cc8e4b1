import type { Server } from '../ask.js';
import type { Io } from '../io.js';
import { cloudEvent } from './cloud-event.js';
import type { GithubEvent } from './github-events.js';
import type { Progress } from './progress.js';
import { type EventAnswer, sendBatch, sendOne } from './send-events.js';
import { mutations } from './mutations.js';

/** One event that was sent, and what the gateway said. */
export interface Sent {
  readonly kind: string;
  readonly answer: EventAnswer;
  /** What was done to it on purpose. */
  readonly story?: string;
}

const BATCH = 20;
const STAGE = 'streaming real events';

/** One request after another, as one producer would: the log keeps the order of the stream. */
export async function streamExamples(
  io: Io,
  gateway: Server,
  { events, progress }: { readonly events: readonly GithubEvent[]; readonly progress: Progress },
): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  progress.begin(STAGE);
  for (let at = 0; at < events.length; at += BATCH) {
    const batch = events.slice(at, at + BATCH);
    const answers = await sendBatch(
      io,
      gateway,
      batch.map(({ kind, payload }) => cloudEvent(kind, payload)),
    );
    sent.push(...answers.map((answer, place) => ({ kind: batch[place]?.kind ?? '', answer })));
    progress.step(STAGE, sent.length, events.length);
  }
  progress.end();
  return sent;
}

/** Every mutation once, each in a request of its own: a broken one must not hide its neighbours. */
export async function streamMutations(
  io: Io,
  gateway: Server,
  events: readonly GithubEvent[],
): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  for (const { kind, story, body } of mutations) {
    const event = events.findLast((each) => each.kind === kind);
    if (!event) continue;
    const answer = await sendOne(io, gateway, body(cloudEvent(kind, event.payload)));
    sent.push({ kind, answer, story });
  }
  return sent;
}
