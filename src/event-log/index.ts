export { EventLog } from './event-log.js';
export { EventLogModule } from './event-log.module.js';
export { type LoggedEvent, type NewEvent, type Position } from './logged-event.js';
export { Quarantine } from './quarantine.js';
export {
  type NewQuarantinedEvent,
  type QuarantinedEvent,
  type QuarantineReason,
  type QuarantineState,
} from './quarantined-event.js';
export { Tallies } from './tallies.js';
export { type Tally } from './tally.js';
