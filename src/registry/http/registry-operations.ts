import type { OperationTable } from '#kernel';
import { compatibilityOperations } from './confluent/compatibility.operations.js';
import { schemaOperations } from './confluent/schemas.operations.js';
import { serverOperations } from './confluent/server.operations.js';
import { configOperations, modeOperations } from './confluent/settings.operations.js';
import { consumptionOperations } from '../consumptions/http/consumptions.operations.js';
import { keyOperations } from '../keys/http/keys.operations.js';
import { associationOperations } from '../associations/http/associations.operations.js';
import { rolloutOperations } from '../rollout/http/rollouts.operations.js';
import { searchOperations } from '../search/http/search.operations.js';
import { subjectHistoryOperations } from './subject-history.operations.js';
import { subjectOperations } from './confluent/subjects.operations.js';
import { checkOperations, contractOperations } from './contracts.operations.js';

/** Every address of the registry, in the order the page shows them. */
export const registryOperations: readonly OperationTable[] = [
  contractOperations,
  rolloutOperations,
  consumptionOperations,
  checkOperations,
  searchOperations,
  subjectHistoryOperations,
  subjectOperations,
  schemaOperations,
  compatibilityOperations,
  configOperations,
  modeOperations,
  associationOperations,
  keyOperations,
  serverOperations,
];
