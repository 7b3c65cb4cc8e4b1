import { limits, type ProblemRow } from '#kernel';

const row = <Args = void>(problem: ProblemRow<Args>) => problem;

/** What a caller may ask of the log, the quarantine and the counts that cannot be had. */
export const eventLogProblems = {
  LOG_BUSY: row({
    code: 'LOG_BUSY',
    http: 503,
    title: 'The store is behind',
    message: () => 'More events wait for PostgreSQL than memory may hold, so none was stored.',
    hint: () => 'Send them again after Retry-After.',
  }),
  TOPIC_NOT_LOGGED: row<{ topic: string }>({
    code: 'TOPIC_NOT_LOGGED',
    http: 404,
    title: 'No such topic in the log',
    message: ({ topic }) => `The event log holds no topic "${topic}".`,
    hint: () => 'GET /v1/topics lists those it holds; a topic appears with its first event.',
  }),
  PARTITION_UNKNOWN: row<{ topic: string; partition: string }>({
    code: 'PARTITION_UNKNOWN',
    http: 404,
    title: 'No such partition in the log',
    message: ({ topic, partition }) =>
      `Topic "${topic}" has no partition "${partition}": partitions are numbered from 0.`,
    hint: () => 'GET /v1/topics/{topic} lists its partitions.',
  }),
  QUERY_INVALID: row<{ name: string; value: string; expected: string }>({
    code: 'QUERY_INVALID',
    http: 400,
    title: 'Query not understood',
    message: ({ name, value, expected }) => `"${name}" is "${value}" but must be ${expected}.`,
  }),
  TAILS_FULL: row({
    code: 'TAILS_FULL',
    http: 503,
    title: 'Too many tails',
    message: () =>
      `Of the ${limits.logTails.value} tails of the log that this process serves, none is free, or half of them are yours.`,
    hint: () => 'Close one, or read pages of events instead.',
  }),
  BODY_INVALID: row<{ place: string; what: string }>({
    code: 'BODY_INVALID',
    http: 400,
    title: 'Body not understood',
    message: ({ place, what }) =>
      `The body${place && ` at ${place}`} is not what it must be: ${what}.`,
  }),
  GROUP_NAME_INVALID: row<{ name: string }>({
    code: 'GROUP_NAME_INVALID',
    http: 400,
    title: 'No such name',
    message: ({ name }) => `"${name}" can be no name of a group, a topic or a member.`,
    hint: () => 'Use 1 to 249 of letters, digits, dot, underscore and hyphen.',
  }),
  GROUP_UNKNOWN: row<{ group: string; topic: string }>({
    code: 'GROUP_UNKNOWN',
    http: 404,
    title: 'No such consumer group',
    message: ({ group, topic }) => `No group "${group}" reads the topic "${topic}".`,
    hint: () => 'A group begins with its first poll. GET /v1/groups lists those there are.',
  }),
  GROUP_BUSY: row<{ group: string; topic: string }>({
    code: 'GROUP_BUSY',
    http: 409,
    title: 'The group is reading',
    message: ({ group, topic }) =>
      `Members of "${group}" read "${topic}" now, so its positions stay what they are.`,
    hint: () => 'Stop them, or wait until their leases have ended, and try again.',
  }),
  GROUP_FULL: row<{ group: string }>({
    code: 'GROUP_FULL',
    http: 409,
    title: 'The group is full',
    message: ({ group }) =>
      `"${group}" has ${limits.consumerMembers.value} members already; one more would get no partition.`,
  }),
  LEASE_LOST: row<{ partitions: readonly number[] }>({
    code: 'LEASE_LOST',
    http: 409,
    title: 'Another one reads this partition now',
    message: ({ partitions }) =>
      `The lease of partition ${partitions.join(', ')} is over or another’s, so nothing was committed.`,
    hint: () => 'Poll again: whoever holds the lease gets the events that are not committed.',
  }),
  COMMIT_BEYOND: row<{ partitions: readonly number[] }>({
    code: 'COMMIT_BEYOND',
    http: 400,
    title: 'Beyond the end of the log',
    message: ({ partitions }) =>
      `The log does not reach so far in partition ${partitions.join(', ')}, so nothing was committed.`,
    hint: () => 'Commit the offset after the last event that is done.',
  }),
  POLLS_FULL: row({
    code: 'POLLS_FULL',
    http: 503,
    title: 'Too many polls',
    message: () => `${limits.logPolls.value} polls wait in this process already.`,
    hint: () => 'Ask another gateway, or again after Retry-After.',
  }),
  SANDBOX_NAME_INVALID: row<{ sandbox: string }>({
    code: 'SANDBOX_NAME_INVALID',
    http: 400,
    title: 'No sandbox topic',
    message: ({ sandbox }) => `"${sandbox}" is no sandbox topic, and a replay writes nowhere else.`,
    hint: () => 'Give a name that begins with "sandbox.", such as sandbox.billing-rebuild.',
  }),
  REPLAY_UNKNOWN: row<{ id: string }>({
    code: 'REPLAY_UNKNOWN',
    http: 404,
    title: 'No such replay',
    message: ({ id }) => `There is no replay "${id}".`,
    hint: () => 'GET /v1/replays lists them.',
  }),
  REPLAYS_FULL: row({
    code: 'REPLAYS_FULL',
    http: 503,
    title: 'Too many replays',
    message: () => `${limits.replaysRunning.value} replays run already.`,
    hint: () => 'Wait until one is done, or cancel one.',
  }),
  HOLD_TOPIC_UNKNOWN: row<{ topic: string }>({
    code: 'HOLD_TOPIC_UNKNOWN',
    http: 404,
    title: 'Nothing there to hold',
    message: ({ topic }) =>
      `Neither the event log nor the quarantine has ever known a topic "${topic}", so a hold on it would keep nothing.`,
    hint: () => 'Check the spelling: GET /v1/topics lists what the log holds.',
  }),
  HOLD_UNKNOWN: row<{ id: string }>({
    code: 'HOLD_UNKNOWN',
    http: 404,
    title: 'No such hold',
    message: ({ id }) => `There is no hold "${id}".`,
    hint: () => 'GET /v1/holds lists them.',
  }),
  HOLD_LIFTED: row<{ id: string; by: string }>({
    code: 'HOLD_LIFTED',
    http: 409,
    title: 'The hold stands no longer',
    message: ({ id, by }) => `The hold "${id}" was lifted before, by "${by}".`,
  }),
  HOLD_WAITS: row({
    code: 'HOLD_WAITS',
    http: 503,
    title: 'Something is being thrown away just now',
    message: () =>
      'Retention, or somebody closing a case, did not finish in time, so nothing was changed: no hold was placed or lifted.',
    hint: () => 'Ask again after Retry-After, until the answer says that it stands.',
  }),
  HOLDS_ADMIN_ONLY: row<{ principal: string }>({
    code: 'HOLDS_ADMIN_ONLY',
    http: 403,
    title: 'Only for administrators',
    message: ({ principal }) =>
      `Holds are placed and lifted by administrators, and "${principal}" is none.`,
    hint: () => 'Use a key that was made with --admin, or CONCORDAT_ADMIN_KEY.',
  }),
  CASE_SEALED: row<{ id: string }>({
    code: 'CASE_SEALED',
    http: 409,
    title: 'Sealed under another key',
    message: ({ id }) =>
      `The event of case "${id}" is sealed, and no secret in CONCORDAT_QUARANTINE_KEY opens it.`,
    hint: () =>
      'Start with the secret it was sealed under behind the one that seals now, or discard it.',
  }),
  CASE_UNKNOWN: row<{ id: string }>({
    code: 'CASE_UNKNOWN',
    http: 404,
    title: 'No such case in quarantine',
    message: ({ id }) => `The quarantine has no case "${id}".`,
    hint: () => 'GET /v1/quarantine lists the cases.',
  }),
} as const;
