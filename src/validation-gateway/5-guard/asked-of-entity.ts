import type { Contract } from '#contract';
import { entityClock } from './entity-clock.js';
import { entityVersion } from './entity-version.js';
import { type AskedOfMerge, askedOfMerge } from './asked-of-merge.js';
import { operationOf } from './operation-of.js';
import { stateOf } from './state-of.js';
import type { Journey } from '../journey.js';

/** What one event says about its entity. */
export interface AskedOfEntity {
  readonly semantics: Contract['semantics'];
  readonly version: bigint | undefined;
  readonly clock: string | undefined;
  readonly source: string | undefined;
  readonly eventId?: string | undefined;
  readonly state: string | undefined;
  readonly isDelete: boolean;
  /** Where the contract merges: what it says of each field, and whether a merge of it may leave. */
  readonly merge?: AskedOfMerge | undefined;
}

export function askedOfEntity(journey: Journey): AskedOfEntity {
  const clock = entityClock(journey);
  return {
    semantics: journey.promise.contract.semantics,
    version: entityVersion(journey),
    clock: typeof clock === 'object' ? clock.text : undefined,
    source: journey.event.context?.source,
    eventId: journey.event.context?.id,
    state: stateOf(journey),
    isDelete: operationOf(journey) === 'delete',
    merge: askedOfMerge(journey),
  };
}
