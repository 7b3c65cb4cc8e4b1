export { BytesUnderWay, type Holder } from './bytes-under-way.js';
export { type Clock } from './clock.js';
export { type Finding, type Severity, type Witness } from './finding.js';
export { GatheredBytes } from './gathered-bytes.js';
export { ulid } from './ids.js';
export { BrokenInvariant, invariant } from './invariant.js';
export { type Limit, type LimitName, limits } from './limits.js';
export { murmur3 } from './murmur3.js';
export { nearestName } from './nearest-name.js';
export { type Answer, type Operation, type OperationTable, type RefusalRow } from './operation.js';
export { isOutage } from './outage.js';
export { problemBody } from './problem-body.js';
export { Problem, problem, type ProblemExtras, type ProblemRow } from './problem.js';
export {
  ADMINISTRATOR_HEADER,
  isAdministrator,
  PRINCIPAL_HEADER,
  principalOf,
  provenPrincipal,
  type RequestHeaders,
} from './principal.js';
export { fail, ok, type Result } from './result.js';
export { Seats } from './seats.js';
export { readSwitch } from './read-switch.js';
export { storable } from './storable.js';
export { xmlText } from './xml-text.js';
