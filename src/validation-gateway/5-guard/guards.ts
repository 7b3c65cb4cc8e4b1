import type { Stage } from '../journey.js';
import { clockIsReadable } from './clock-is-readable.js';
import { contextIsThere } from './context-is-there.js';
import { contractIsNotPastSunset } from './contract-is-not-past-sunset.js';
import { entityIsNamed } from './entity-is-named.js';
import { entityVersionIsThere } from './entity-version-is-there.js';
import { keyMatchesEvent } from './key-matches-event.js';
import { operationIsKnown } from './operation-is-known.js';
import { producerIsDeclared } from './producer-is-declared.js';
import { repeatIsRecognisable } from './repeat-is-recognisable.js';
import { rulesHold } from './rules-hold.js';
import { stateIsKnown } from './state-is-known.js';
import { tombstoneIsAllowed } from './tombstone-is-allowed.js';
import { typeMatchesContract } from './type-matches-contract.js';

export interface Guard {
  /** As verdicts list it among the checks made. */
  readonly check: string;
  readonly guard: Stage;
}

/**
 * Each guard holds one promise of the contract, and none touches a database. Cheap ones first. What
 * has to be held against what was admitted before leaves as a claim (`claim-of.ts`).
 */
export const guards: readonly Guard[] = [
  { check: 'sunset', guard: contractIsNotPastSunset },
  { check: 'context', guard: contextIsThere },
  { check: 'producer', guard: producerIsDeclared },
  { check: 'type', guard: typeMatchesContract },
  { check: 'tombstone', guard: tombstoneIsAllowed },
  { check: 'key', guard: keyMatchesEvent },
  { check: 'entity', guard: entityIsNamed },
  { check: 'version', guard: entityVersionIsThere },
  { check: 'operation', guard: operationIsKnown },
  { check: 'state', guard: stateIsKnown },
  { check: 'clock', guard: clockIsReadable },
  { check: 'id', guard: repeatIsRecognisable },
  { check: 'rules', guard: rulesHold },
];
