import { pointerOf } from './entity-is-named.js';
import { operationOf } from './operation-of.js';
import type { Stage } from '../journey.js';
import { refuse } from '../verdict.js';

/** A word the contract does not know could mean a delete. */
export const operationIsKnown: Stage = (journey) => {
  const declared = journey.promise.contract.semantics.operation;
  if (!declared || operationOf(journey) !== 'unknown') return undefined;
  const words = [...declared.upsert, ...declared.delete].map((word) => `"${word}"`).join(', ');
  return refuse('OPERATION_UNKNOWN', {
    pointer: pointerOf(declared.from),
    message: `The contract reads the operation at ${declared.from}, where ${words} may stand, and something else does.`,
  });
};
