import { registryProblems as rows } from './problems.js';

/** What registering a schema may be refused with, whatever door it came by. */
export const registrationRefusals = [
  rows.SCHEMA_INVALID,
  rows.SCHEMA_TYPE_NOT_READ,
  rows.SCHEMA_TOO_LARGE,
  rows.SCHEMA_INCOMPATIBLE,
  rows.SCHEMA_UNDECIDED,
  rows.SCHEMA_BREAKS_CONSUMERS,
  rows.SUBJECT_INVALID,
  rows.TEXT_NOT_STORABLE,
  rows.OPERATION_NOT_PERMITTED,
  rows.RULE_SET_INVALID,
  rows.REGISTRY_BUSY,
];
