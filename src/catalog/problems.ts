import { limits, type ProblemRow } from '#kernel';

const row = <Args = void>(problem: ProblemRow<Args>) => problem;

/** What a reader of the catalog may ask for in vain. */
export const catalogProblems = {
  EVENT_UNKNOWN: row<{ id: string }>({
    code: 'EVENT_UNKNOWN',
    http: 404,
    title: 'No such event',
    message: ({ id }) => `No contract has the id "${id}".`,
    hint: () => 'Look it up in the list, or publish its contract: concordat publish.',
  }),
  EVENT_VERSION_UNKNOWN: row<{ id: string; version: string }>({
    code: 'EVENT_VERSION_UNKNOWN',
    http: 404,
    title: 'No such version',
    message: ({ id, version }) => `The contract "${id}" has no version ${version}.`,
    hint: () => 'The event’s page lists the versions there are.',
  }),
  DIFF_UNREADABLE: row<{ span: string }>({
    code: 'DIFF_UNREADABLE',
    http: 400,
    title: 'Versions unreadable',
    message: ({ span }) => `"${span}" does not name two versions.`,
    hint: () => 'Write the older one, two dots and the newer one: 1..3.',
  }),
  EVENT_NOT_LINKED: row<{ id: string }>({
    code: 'EVENT_NOT_LINKED',
    http: 404,
    title: 'Nothing known of causes or effects',
    message: ({ id }) => `No event "${id.slice(0, 300)}" names a cause, or is named as one.`,
    hint: () =>
      'Producers say it with the CloudEvents attributes causationid and correlationid; it is kept for 30 days.',
  }),
  LINEAGE_UNKNOWN: row<{ focus: string }>({
    code: 'LINEAGE_UNKNOWN',
    http: 404,
    title: 'Nothing of that name',
    message: ({ focus }) => `No event and no service is known as "${focus.slice(0, 300)}".`,
    hint: () => 'Write event: and the id of a contract, or service: and the name of a party.',
  }),
  FIELD_UNKNOWN: row<{ id: string; path: string }>({
    code: 'FIELD_UNKNOWN',
    http: 404,
    title: 'No such field',
    message: ({ id, path }) => `The event "${id}" has no field "${path.slice(0, 300)}".`,
    hint: () => 'The event’s page shows the fields there are.',
  }),
  LIVE_FULL: row({
    code: 'LIVE_FULL',
    http: 503,
    title: 'Too many pages listen',
    message: () => 'As many pages listen to this catalog as it tells of what moves.',
    hint: () => 'The pages ask every two seconds meanwhile; close some, or wait.',
  }),
  IMPORT_UNREADABLE: row<{ format: string; why: string }>({
    code: 'IMPORT_UNREADABLE',
    http: 422,
    title: 'Document unreadable',
    message: ({ format, why }) => `The document cannot be read as ${format}: ${why}`,
    hint: () => 'Send the whole document, as JSON or YAML, with its references inside.',
  }),
  IMPORT_UNKNOWN: row<{ format: string }>({
    code: 'IMPORT_UNKNOWN',
    http: 404,
    title: 'No such import',
    message: ({ format }) => `Contracts cannot be made of "${format}".`,
    hint: () => 'Send asyncapi or odcs.',
  }),
  REFUSAL_UNKNOWN: row<{ id: string; refusal: string }>({
    code: 'REFUSAL_UNKNOWN',
    http: 404,
    title: 'No such refusal',
    message: ({ id, refusal }) => `No refused event of "${id}" is kept under "${refusal}".`,
    hint: () => 'The event’s page lists the ones that are kept.',
  }),
  CASE_UNKNOWN: row<{ id: string }>({
    code: 'CASE_UNKNOWN',
    http: 404,
    title: 'No such case',
    message: ({ id }) => `No refused event is kept under "${id}".`,
    hint: () => 'The quarantine lists the ones that are.',
  }),
  CORRECTION_MASKED: row<{ pointer: string }>({
    code: 'CORRECTION_MASKED',
    http: 422,
    title: 'Correction holds a mask',
    message: ({ pointer }) =>
      `The value at ${pointer} is a mask, and nothing was hidden there: what it should be cannot be known.`,
    hint: () => 'Write the value itself, or leave masks where they were shown.',
  }),
  EXPORT_UNKNOWN: row<{ format: string }>({
    code: 'EXPORT_UNKNOWN',
    http: 404,
    title: 'No such export',
    message: ({ format }) => `A contract cannot be written as "${format}".`,
    hint: () => 'Ask for asyncapi, odcs, markdown or html.',
  }),
  GATEWAY_AWAY: row<{ why: string }>({
    code: 'GATEWAY_AWAY',
    http: 503,
    title: 'No gateway to ask',
    message: ({ why }) => `The catalog could not ask a validation gateway: ${why}.`,
    hint: () => 'Start one, or name it with CONCORDAT_GATEWAY_URL.',
  }),
  FOREIGN_PAGE: row({
    code: 'FOREIGN_PAGE',
    http: 403,
    title: 'Asked by another page',
    message: () => 'A page of another site asked for this in the reader’s name.',
    hint: () => 'Open the catalog itself and ask again there.',
  }),
  CURSOR_UNREADABLE: row({
    code: 'CURSOR_UNREADABLE',
    http: 400,
    title: 'Cursor unreadable',
    message: () => 'The cursor is not one this catalog gave out.',
    hint: () => 'Leave it out to begin at the first page, then follow "next" and "previous".',
  }),
  QUERY_INVALID: row<{ name: string; rule: string }>({
    code: 'QUERY_INVALID',
    http: 400,
    title: 'Query invalid',
    message: ({ name, rule }) => `The query parameter "${name}" cannot be used: it ${rule}.`,
    hint: () => 'Correct it or leave it out.',
  }),
  STATES_NOT_ASKED_FOR: row<{ id: string }>({
    code: 'STATES_NOT_ASKED_FOR',
    http: 404,
    title: 'No states are kept',
    message: ({ id }) => `The contract "${id}" does not ask for the latest state of its entities.`,
    hint: () => 'Publish it with semantics.entity.canonical: true.',
  }),
  STATES_NOT_IN_LOG: row<{ id: string; topic: string }>({
    code: 'STATES_NOT_IN_LOG',
    http: 409,
    title: 'The log does not hold these events',
    message: ({ id, topic }) =>
      `Events of "${id}" go straight to the topic "${topic}" of Kafka, and states are made of the event log.`,
    hint: () =>
      'Guard a contract of the topic, for example with semantics.dedup or semantics.entity.version, or read a compacted topic.',
  }),
  STATES_BEING_BUILT: row<{ id: string; folded: number }>({
    code: 'STATES_BEING_BUILT',
    http: 503,
    title: 'The states are being built',
    message: ({ id, folded }) =>
      `The latest states of "${id}" are made of the log for the first time; ${folded} of its events were looked at.`,
    hint: () =>
      'Ask again after Retry-After; GET /v1/entity-builds/{contract} tells how far it is.',
  }),
  STATES_BEHIND: row<{
    awaited: string;
    nextOffset: number;
    endOffset: number;
    isWritten: boolean;
  }>({
    code: 'STATES_BEHIND',
    http: 503,
    title: 'The states did not come so far in time',
    message: ({ awaited, nextOffset, endOffset, isWritten }) =>
      isWritten
        ? `The event at ${awaited} is in the log, and the states go as far as offset ${nextOffset} there.`
        : `No event was written at ${awaited} yet: the log ends at offset ${endOffset} there.`,
    hint: ({ isWritten }) =>
      isWritten
        ? 'Ask again, or wait longer with waitMs.'
        : 'Wait for a position that was answered to an accepted event.',
  }),
  WAITS_FULL: row({
    code: 'WAITS_FULL',
    http: 503,
    title: 'Too many readers wait',
    message: () => `${limits.stateWaits.value} readers wait for positions in this process already.`,
    hint: () => 'Ask again after Retry-After.',
  }),
  ENTITY_UNKNOWN: row<{ entity: string; key: string }>({
    code: 'ENTITY_UNKNOWN',
    http: 404,
    title: 'No such entity',
    message: ({ entity, key }) => `No event in the log speaks of the ${entity} "${key}".`,
    hint: () => 'If one was just accepted, name its position in waitFor.',
  }),
  PAST_TOO_LONG: row<{ events: number; topic: string }>({
    code: 'PAST_TOO_LONG',
    http: 422,
    title: 'Too long a past',
    message: ({ events, topic }) =>
      `${events.toLocaleString('en')} events of "${topic}" lie before that, and one answer looks at ${limits.pastEvents.value.toLocaleString('en')}.`,
    hint: () => 'Replay the events of this key into a sandbox topic: concordat replay --key.',
  }),
  PASTS_FULL: row({
    code: 'PASTS_FULL',
    http: 503,
    title: 'Too many look back',
    message: () => `${limits.pastReads.value} past states are being made in this process already.`,
    hint: () => 'Ask again after Retry-After.',
  }),
  KEYS_PERSONAL: row<{ id: string }>({
    code: 'KEYS_PERSONAL',
    http: 403,
    title: 'The keys are personal',
    message: ({ id }) => `The entities of "${id}" are known by a field that is hidden from people.`,
    hint: () => 'Ask for one by its key, or say payload=raw where you may see what is personal.',
  }),
  VERSIONS_NOT_KEPT: row<{ id: string }>({
    code: 'VERSIONS_NOT_KEPT',
    http: 409,
    title: 'Entities have no versions',
    message: ({ id }) => `The contract "${id}" names no version of its entities to compare by.`,
    hint: () => 'Compare by content, or publish it with semantics.entity.version.',
  }),
  STRETCH_INVALID: row<{ where: string }>({
    code: 'STRETCH_INVALID',
    http: 400,
    title: 'Keys outside of their stretch',
    message: ({ where }) => `Only keys of the stretch can be compared, and ${where}.`,
    hint: () => 'Send the keys that come after "after", up to and with "upTo".',
  }),
  REBUILD_RUNS: row<{ id: string }>({
    code: 'REBUILD_RUNS',
    http: 409,
    title: 'A rebuild runs already',
    message: ({ id }) => `The states of "${id}" are being built anew already.`,
    hint: () => 'GET /v1/entity-builds/{contract} tells how far it is.',
  }),
  ASSET_UNKNOWN: row({
    code: 'ASSET_UNKNOWN',
    http: 404,
    title: 'No such file',
    message: () => 'The catalog’s pages have no file of this name; an older build may have had.',
    hint: () => 'Reload the page.',
  }),
  PAGES_NOT_BUILT: row({
    code: 'PAGES_NOT_BUILT',
    http: 503,
    title: 'Pages not built',
    message: () => 'This installation has the catalog’s API but not its pages.',
    hint: () => 'Run npm run build; the API is at /catalog/v1/events meanwhile.',
  }),
} as const;
