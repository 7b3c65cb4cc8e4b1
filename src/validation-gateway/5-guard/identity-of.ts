import { createHash } from 'node:crypto';
import { durationMs, isDeduplicated } from '#contract';
import type { Identity } from '#event-log';
import type { ArrivedEvent } from '../event.js';
import type { Journey } from '../journey.js';

/** How long an id is remembered where only `effectively-once` asks for it. */
const WINDOW = 'P7D';

/** By what a repeat of this event would be recognised, where its contract asks for that. */
export function identityOf({ event, promise, mode }: Journey): Identity | undefined {
  const { semantics } = promise.contract;
  if (!event.context || !isDeduplicated(semantics)) return undefined;
  const { id, source } = event.context;
  return {
    ...{ scope: promise.ref.id, source, id, bodyHash: bodyHash(event) },
    windowMs: durationMs(semantics.dedup?.window ?? WINDOW),
    onMismatch: semantics.dedup?.onMismatch ?? 'reject',
    isEnforced: mode === 'enforce',
  };
}

/** Each part behind its length, so that bytes cannot move from one to the other unnoticed. */
export function bodyHash({ key, value }: ArrivedEvent): string {
  const hash = createHash('sha256');
  for (const part of [key, value]) {
    hash.update(`${part?.length ?? -1}:`);
    if (part) hash.update(part);
  }
  return hash.digest('hex');
}
