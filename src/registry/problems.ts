import type { ProblemRow } from '#kernel';
import { consumptionProblems } from './consumptions/consumption-problems.js';
import { claimProblems } from './claim-problems.js';
import { promotionProblems } from './promotion-problems.js';

const row = <Args = void>(problem: ProblemRow<Args>) => problem;
const VERSION_RANGE = 'Allowed values are between [1, 2^31-1] and the string "latest"';

/** Messages with a `confluent` code are the dialect's own, word for word; hints are ours. */
export const registryProblems = {
  BODY_NOT_JSON: row<string>({
    code: 'BODY_NOT_JSON',
    http: 400,
    confluent: 400,
    title: 'Body is not JSON',
    message: (why) => `The body cannot be read as JSON: ${why}.`,
    hint: () => 'Send one JSON document encoded in UTF-8.',
  }),
  REQUEST_INVALID: row<{ where: string; expected: string }>({
    code: 'REQUEST_INVALID',
    http: 422,
    confluent: 422,
    title: 'Request invalid',
    message: ({ where, expected }) => `"${where}" must be ${expected}.`,
    hint: () => 'Correct it; docs/http-api-registry.md shows the whole request.',
  }),
  PAGE_INVALID: row<{ parameter: string; most: number }>({
    code: 'PAGE_INVALID',
    http: 400,
    confluent: 400,
    title: 'Page invalid',
    message: ({ parameter, most }) =>
      `The query parameter "${parameter}" is not a whole number from 0 to ${most}.`,
    hint: () => 'Leave it out, or ask page by page with "offset" and "limit".',
  }),
  NOT_ACCEPTABLE: row({
    code: 'NOT_ACCEPTABLE',
    http: 406,
    confluent: 406,
    title: 'No acceptable media type',
    message: () =>
      'HTTP 406 Not Acceptable: the Accept header names none of the types answered here.',
    hint: () => 'Accept application/vnd.schemaregistry.v1+json, application/json or */*.',
  }),
  MEDIA_TYPE_NOT_TAKEN: row({
    code: 'MEDIA_TYPE_NOT_TAKEN',
    http: 415,
    confluent: 415,
    title: 'Media type not taken',
    message: () => 'HTTP 415 Unsupported Media Type: the body is not said to be JSON.',
    hint: () => 'Send Content-Type application/vnd.schemaregistry.v1+json or application/json.',
  }),
  SWITCH_INVALID: row<{ parameter: string }>({
    code: 'SWITCH_INVALID',
    http: 400,
    title: 'Switch invalid',
    message: ({ parameter }) =>
      `The query parameter "${parameter}" is neither "true" nor "false", or is given twice.`,
    hint: () => 'Write it once as true or false; nothing was stored.',
  }),
  SUBJECT_NOT_FOUND: row<{ subject: string }>({
    code: 'SUBJECT_NOT_FOUND',
    http: 404,
    confluent: 40401,
    title: 'No such subject',
    message: ({ subject }) => `Subject '${subject}' not found.`,
    hint: () => 'GET /subjects lists them; a soft-deleted one needs ?deleted=true.',
  }),
  VERSION_NOT_FOUND: row<{ version: string }>({
    code: 'VERSION_NOT_FOUND',
    http: 404,
    confluent: 40402,
    title: 'No such version',
    message: ({ version }) => `Version ${version} not found.`,
    hint: () => 'GET /subjects/{subject}/versions lists them.',
  }),
  SCHEMA_NOT_FOUND: row<{ id?: string }>({
    code: 'SCHEMA_NOT_FOUND',
    http: 404,
    confluent: 40403,
    title: 'No such schema',
    message: ({ id }) => (id === undefined ? 'Schema not found' : `Schema ${id} not found`),
    hint: () => 'Register it first, or look under another subject or context.',
  }),
  SUBJECT_SOFT_DELETED: row<{ subject: string }>({
    code: 'SUBJECT_SOFT_DELETED',
    http: 404,
    confluent: 40404,
    title: 'Subject already soft-deleted',
    message: ({ subject }) =>
      `Subject '${subject}' was soft deleted.Set permanent=true to delete permanently`,
  }),
  SUBJECT_NOT_SOFT_DELETED: row<{ subject: string }>({
    code: 'SUBJECT_NOT_SOFT_DELETED',
    http: 404,
    confluent: 40405,
    title: 'Subject not soft-deleted yet',
    message: ({ subject }) =>
      `Subject '${subject}' was not deleted first before being permanently deleted`,
    hint: () => 'Delete it without "permanent" first.',
  }),
  VERSION_SOFT_DELETED: row<{ subject: string; version: number }>({
    code: 'VERSION_SOFT_DELETED',
    http: 404,
    confluent: 40406,
    title: 'Version already soft-deleted',
    message: ({ subject, version }) =>
      `Subject '${subject}' Version ${version} was soft deleted.Set permanent=true to delete permanently`,
  }),
  VERSION_NOT_SOFT_DELETED: row<{ subject: string; version: number }>({
    code: 'VERSION_NOT_SOFT_DELETED',
    http: 404,
    confluent: 40407,
    title: 'Version not soft-deleted yet',
    message: ({ subject, version }) =>
      `Subject '${subject}' Version ${version} was not deleted first before being permanently deleted`,
    hint: () => 'Delete it without "permanent" first.',
  }),
  SUBJECT_COMPATIBILITY_UNSET: row<{ subject: string }>({
    code: 'SUBJECT_COMPATIBILITY_UNSET',
    http: 404,
    confluent: 40408,
    title: 'Subject has no compatibility of its own',
    message: ({ subject }) =>
      `Subject '${subject}' does not have subject-level compatibility configured`,
    hint: () => 'Ask with ?defaultToGlobal=true for the level in force.',
  }),
  SUBJECT_MODE_UNSET: row<{ subject: string }>({
    code: 'SUBJECT_MODE_UNSET',
    http: 404,
    confluent: 40409,
    title: 'Subject has no mode of its own',
    message: ({ subject }) => `Subject '${subject}' does not have subject-level mode configured`,
    hint: () => 'Ask with ?defaultToGlobal=true for the mode in force.',
  }),
  /** Its `error_code` is 409 where `CONCORDAT_CONFLICT_CODE` says so. */
  SCHEMA_INCOMPATIBLE: row<{ subject: string; details: string }>({
    code: 'SCHEMA_INCOMPATIBLE',
    http: 409,
    confluent: 40901,
    title: 'Schema incompatible',
    message: ({ subject, details }) =>
      `Schema being registered is incompatible with an earlier schema for subject "${subject}", details: ${details}`,
    hint: () => 'Each finding says what to do instead.',
  }),
  SCHEMA_BREAKS_CONSUMERS: row<{ subject: string; details: string }>({
    code: 'SCHEMA_BREAKS_CONSUMERS',
    http: 409,
    confluent: 40901,
    title: 'Schema breaks a declared consumer',
    message: ({ subject, details }) =>
      `Schema being registered is incompatible with what consumers declared to read of an earlier schema for subject "${subject}", details: ${details}`,
    hint: () =>
      'Agree with the consumer, which then declares anew what it reads, or register with ?force=true, which leaves a mark.',
  }),
  SCHEMA_UNDECIDED: row<{ subject: string; why: string }>({
    code: 'SCHEMA_UNDECIDED',
    http: 409,
    confluent: 40901,
    title: 'Compatibility undecided',
    message: ({ subject, why }) =>
      `It could not be decided whether the schema is compatible with an earlier schema for subject "${subject}": ${why} What is not proved is refused; register with ?force=true to take it unproved, which is recorded.`,
  }),
  SCHEMA_INVALID: row<{ why: string }>({
    code: 'SCHEMA_INVALID',
    http: 422,
    confluent: 42201,
    title: 'Schema invalid',
    message: ({ why }) => `Invalid schema: ${why}`,
  }),
  SCHEMA_TYPE_NOT_READ: row<{ type: string }>({
    code: 'SCHEMA_TYPE_NOT_READ',
    http: 422,
    confluent: 42201,
    title: 'Schema type not read yet',
    message: ({ type }) =>
      `Invalid schema: schemas of type "${type}" are not read yet, so nothing could be checked and nothing was stored.`,
    hint: () => 'Register an Avro schema, or a JSON Schema with "schemaType": "JSON".',
  }),
  CONTRACT_FORMAT_DIFFERS: row<{ said: string; subject: string; real: string }>({
    code: 'CONTRACT_FORMAT_DIFFERS',
    http: 422,
    title: 'Contract and subject differ in their format',
    message: ({ said, subject, real }) =>
      `The contract says its schema is of the format "${said}", and the subject "${subject}" holds "${real}". Nothing was stored.`,
    hint: ({ real }) => `Write schema.format: ${real}, or name another subject.`,
  }),
  TEXT_NOT_STORABLE: row({
    code: 'TEXT_NOT_STORABLE',
    http: 422,
    confluent: 42201,
    title: 'Text cannot be stored',
    message: () => 'A name in the request is too long, or holds a character that cannot be stored.',
    hint: () => 'Shorten it and leave out control characters.',
  }),
  TAGS_NOT_WRITTEN: row({
    code: 'TAGS_NOT_WRITTEN',
    http: 422,
    confluent: 42201,
    title: 'Tags are not written into Protobuf',
    message: () =>
      'Invalid schema: tags are written into Avro and JSON Schema, not into Protobuf. Nothing was stored.',
    hint: () => 'Write the option (confluent.field_meta).tags into the schema and register that.',
  }),
  VERSION_INVALID: row<{ version: string }>({
    code: 'VERSION_INVALID',
    http: 422,
    confluent: 42202,
    title: 'Version invalid',
    message: ({ version }) =>
      `The specified version '${version}' is not a valid version id. ${VERSION_RANGE}`,
  }),
  COMPATIBILITY_LEVEL_INVALID: row({
    code: 'COMPATIBILITY_LEVEL_INVALID',
    http: 422,
    confluent: 42203,
    title: 'Compatibility level invalid',
    message: () =>
      'Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive',
  }),
  MODE_INVALID: row({
    code: 'MODE_INVALID',
    http: 422,
    confluent: 42204,
    title: 'Mode invalid',
    message: () => 'Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD.',
  }),
  OPERATION_NOT_PERMITTED: row<{ why: string }>({
    code: 'OPERATION_NOT_PERMITTED',
    http: 422,
    confluent: 42205,
    title: 'Not permitted in this mode',
    message: ({ why }) => why,
    hint: () => 'PUT /mode/{subject} changes the mode.',
  }),
  REFERENCE_EXISTS: row<{ subject: string; version: number }>({
    code: 'REFERENCE_EXISTS',
    http: 422,
    confluent: 42206,
    title: 'Version is referred to',
    message: ({ subject, version }) =>
      `One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=${subject},version=${version}}.`,
    hint: () => 'GET …/referencedby names the schemas; delete those first.',
  }),
  VERSION_IN_CONTRACT: row<{ subject: string; version: number; contract: string }>({
    code: 'VERSION_IN_CONTRACT',
    http: 422,
    confluent: 42206,
    title: 'Version is promised by a contract',
    message: ({ subject, version, contract }) =>
      `Version ${version} of subject '${subject}' is the schema of contract '${contract}', which keeps it.`,
    hint: () => 'Publish a contract version with another schema, or retire the contract.',
  }),
  SCHEMA_ID_MISMATCH: row<{ known: number; given: number }>({
    code: 'SCHEMA_ID_MISMATCH',
    http: 422,
    confluent: 42207,
    title: 'Schema has another id',
    message: ({ known, given }) =>
      `Schema already registered with id ${known} instead of input id ${given}`,
    hint: () => 'Leave the id out, or import into a context of its own.',
  }),
  SUBJECT_INVALID: row<{ subject: string }>({
    code: 'SUBJECT_INVALID',
    http: 422,
    confluent: 42208,
    title: 'Subject invalid',
    message: ({ subject }) => `The specified subject '${subject}' is not a valid.`,
    hint: () => 'A subject has 1 to 255 characters, none of them a control character.',
  }),
  SCHEMA_TOO_LARGE: row<{ bytes: number }>({
    code: 'SCHEMA_TOO_LARGE',
    http: 422,
    confluent: 42209,
    title: 'Schema too large',
    message: ({ bytes }) => `The schema is longer than ${bytes} bytes.`,
    hint: () => 'Split it into subjects that refer to each other.',
  }),
  RULE_SET_INVALID: row<{ where: string; expected: string }>({
    code: 'RULE_SET_INVALID',
    http: 422,
    confluent: 42210,
    title: 'Rule set invalid',
    message: ({ where, expected }) => `Invalid rule set: "${where}" must be ${expected}.`,
  }),
  CONTEXT_NOT_EMPTY: row<{ context: string }>({
    code: 'CONTEXT_NOT_EMPTY',
    http: 422,
    confluent: 42211,
    title: 'Context not empty',
    message: ({ context }) => `The specified context '${context}' is not empty.`,
    hint: () => 'Delete its subjects first, permanently; GET /subjects?deleted=true lists them.',
  }),
  REGISTRY_BUSY: row({
    code: 'REGISTRY_BUSY',
    http: 503,
    confluent: 50002,
    title: 'Registry is busy',
    message: () => 'The registry could not get to this in time; nothing was stored.',
    hint: () => 'Ask again after Retry-After.',
  }),
  REGISTRY_UNREACHABLE: row({
    code: 'REGISTRY_UNREACHABLE',
    http: 503,
    confluent: 50301,
    title: 'Storage is away',
    message: () => 'PostgreSQL cannot be reached, so nothing was read or stored.',
    hint: () => 'Ask again after Retry-After; Concordat reconnects by itself.',
  }),
  REGISTRY_BUG: row({
    code: 'REGISTRY_BUG',
    http: 500,
    confluent: 50001,
    title: 'A bug in the registry',
    message: () => 'The registry met a bug of its own; nothing of this request is certain.',
    hint: () => 'The log has the details; please report them.',
  }),
  CONTRACT_INVALID: row<{ count: number; first: string }>({
    code: 'CONTRACT_INVALID',
    http: 422,
    title: 'Contract invalid',
    message: ({ count, first }) =>
      `The contract has ${count === 1 ? 'a fault' : `${count} faults`}: ${first}`,
    hint: () => '"faults" names every place; docs/contract.md explains every word.',
  }),
  CONTRACT_SCHEMA_MISSING: row<{ subject: string }>({
    code: 'CONTRACT_SCHEMA_MISSING',
    http: 422,
    title: 'Contract without schema',
    message: ({ subject }) =>
      `The contract brings no schema definition and subject "${subject}" has no version to use.`,
    hint: () => 'Add "schema.definition", or register the subject first.',
  }),
  ...consumptionProblems,
  CONTRACT_INCOMPATIBLE: row<{ contract: string; first: string; alsoMeans?: string | undefined }>({
    code: 'CONTRACT_INCOMPATIBLE',
    http: 409,
    title: 'Contract incompatible',
    message: ({ contract, first, alsoMeans }) =>
      `Contract "${contract}" would break events or readers of an earlier version: ${first}${alsoMeans === undefined ? '' : ` It would also mean something else: ${alsoMeans}`}`,
    hint: () => '"findings" shows each breaking event and what to do instead.',
  }),
  CONTRACT_MEANING_CHANGED: row<{ contract: string; first: string }>({
    code: 'CONTRACT_MEANING_CHANGED',
    http: 409,
    title: 'Contract means something else',
    message: ({ contract, first }) =>
      `Contract "${contract}" would mean something else to its producers or consumers: ${first}`,
    hint: () =>
      '"findings" says whom each change hurts and what to do instead. To let such changes pass, write compatibility.meaning: warn, or publish with ?force=true, which leaves a mark.',
  }),
  ...promotionProblems,
  ...claimProblems,
  CONTRACT_UNDECIDED: row<{ contract: string; why: string }>({
    code: 'CONTRACT_UNDECIDED',
    http: 409,
    title: 'Compatibility undecided',
    message: ({ contract, why }) =>
      `It could not be decided whether contract "${contract}" is compatible with its earlier versions: ${why}`,
    hint: () =>
      'What is not proved is refused. Publish with ?force=true to take it unproved; the version keeps a mark.',
  }),
  CONTRACT_NOT_FOUND: row<{ id: string }>({
    code: 'CONTRACT_NOT_FOUND',
    http: 404,
    title: 'No such contract',
    message: ({ id }) => `Contract "${id}" was never published.`,
    hint: () => 'GET /v1/contracts lists them.',
  }),
  CONTRACT_VERSION_NOT_FOUND: row<{ id: string; version: string }>({
    code: 'CONTRACT_VERSION_NOT_FOUND',
    http: 404,
    title: 'No such contract version',
    message: ({ id, version }) => `Contract "${id}" has no version ${version}.`,
    hint: () => 'GET /v1/contracts/{id}/versions lists them.',
  }),
} as const;
