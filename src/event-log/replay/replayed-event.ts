import type { LoggedEvent, NewEvent } from '../logged-event.js';
import { positionText } from '../position-text.js';
import { type Replay, REPLAY_ID, REPLAY_OF } from './replay.js';

/** The event as it was, its id and time included, and where it comes from. */
export const replayedEvent = (
  event: LoggedEvent,
  { id, sandbox }: Pick<Replay, 'id' | 'sandbox'>,
): NewEvent => ({
  ...event,
  topic: sandbox,
  headers: [
    ...event.headers,
    [REPLAY_ID, Buffer.from(id)],
    [REPLAY_OF, Buffer.from(positionText(event))],
  ],
});
