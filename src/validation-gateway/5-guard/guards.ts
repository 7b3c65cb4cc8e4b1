import type { Stage } from '../journey.js';
import { contextIsThere } from './context-is-there.js';
import { contractIsNotPastSunset } from './contract-is-not-past-sunset.js';
import { keyMatchesEvent } from './key-matches-event.js';
import { tombstoneIsAllowed } from './tombstone-is-allowed.js';
import { typeMatchesContract } from './type-matches-contract.js';

export interface Guard {
  /** As verdicts list it among the checks made. */
  readonly check: string;
  readonly guard: Stage;
}

/** Each guard holds one promise of the contract, and none touches a database. Cheap ones first. */
export const guards: readonly Guard[] = [
  { check: 'sunset', guard: contractIsNotPastSunset },
  { check: 'context', guard: contextIsThere },
  { check: 'type', guard: typeMatchesContract },
  { check: 'tombstone', guard: tombstoneIsAllowed },
  { check: 'key', guard: keyMatchesEvent },
];
