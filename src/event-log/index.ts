export {
  type Admission,
  type Candidate,
  type EntityState,
  type Hold,
  type Identity,
  type Instead,
  type Remembered,
  type Resumed,
  type Settlement,
} from './admitted.js';
export { AnsweredRequests, type KeptAnswer, type NamedRequest } from './answered-requests.js';
export { type AnsweredEvent } from './store/answered-events.js';
export { Batches, type BatchWork } from './batches.js';
export { type EventLink, type LinkedEvents } from './causality/event-link.js';
export { EventLinks } from './causality/event-links.js';
export { type ConsumerGroup } from './groups/consumer-group.js';
export { ConsumerGroups } from './groups/consumer-groups.js';
export { EventHistory, type RememberedVerdict } from './event-history.js';
export { EventLog } from './event-log.js';
export { EventLogModule } from './event-log.module.js';
export { GuardedLog } from './guarded-log.js';
export { type LoggedEvent, type NewEvent, type Position } from './logged-event.js';
export { eventLogOperations } from './http/event-log.operations.js';
export { isUlid, type Query, readAttribute } from './http/read-query.js';
export {
  type ComparedVerdicts,
  type DivergentEvent,
  type PolicyComparison,
  type PolicyVerdict,
  type SampledDivergence,
} from './policy-comparison.js';
export { PolicyComparisons } from './policy-comparisons.js';
export { readBody } from './http/group-bodies.js';
export { positionText } from './position-text.js';
export { eventLogProblems } from './problems.js';
export { type ObservedGroup, ObservedGroups, type RememberedGroup } from './observed-groups.js';
export { Latencies } from './latency/latencies.js';
export { type Latency, type LatencyLeg, type LegLatency } from './latency/latency.js';
export { bucketOf } from './latency/latency-buckets.js';
export { isLockTimeout } from './lock-timeout.js';
export { LegalHolds } from './retention/legal-holds.js';
export { Quarantine } from './quarantine.js';
export { QuarantineKeys } from './quarantine-keys.js';
export {
  type NewQuarantinedEvent,
  type QuarantineAction,
  type QuarantineCase,
  type QuarantinedEvent,
  type QuarantineGroup,
  type QuarantineReason,
  type QuarantineState,
} from './quarantined-event.js';
export { Relays } from './relays.js';
export { type KeptTopic } from './retention/move-starts.js';
export { Retention } from './retention/retention.js';
export { SendAgain, type SentAgain } from './replay/send-again.js';
export { Rounds } from './rounds.js';
export { indexable, mayStandUnder } from './store/indexable.js';
export { type LeasedTopic, type RelayPosition } from './store/relays.js';
export { type Closing } from './store/close-cases.js';
export { type CaseFilter } from './store/find-cases.js';
export { Tallies } from './tallies.js';
export { type FateCount, type Tally, type TallyPoint, type TallyTotal } from './tally.js';
export { type LoggedPartition, type LoggedTopic } from './topic.js';
export { type SeenField, type UndeclaredField, UndeclaredFields } from './undeclared-fields.js';
export { WaitingRoom } from './waiting-room.js';
