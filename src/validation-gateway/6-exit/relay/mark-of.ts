import { createHash } from 'node:crypto';
import type { LoggedEvent } from '#event-log';

/**
 * Of the event that was carried last, kept beside how far the relay came: by it a log that was restored
 * from before is told from the one Kafka was filled from. Kafka keeps 4096 bytes there.
 */
export function markOf({ key, value, headers, loggedAt }: LoggedEvent): string {
  const hash = createHash('sha256').update(loggedAt.toISOString());
  for (const part of [key, value, ...headers.map(([, each]) => each)])
    hash.update(`\0${part?.length ?? -1}\0`).update(part ?? '');
  return `event ${hash.digest('hex').slice(0, 32)}`;
}
