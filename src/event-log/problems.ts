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
    message: () => `This process already serves ${limits.logTails.value} tails of the log.`,
    hint: () => 'Close one, or read pages of events instead.',
  }),
  CASE_UNKNOWN: row<{ id: string }>({
    code: 'CASE_UNKNOWN',
    http: 404,
    title: 'No such case in quarantine',
    message: ({ id }) => `The quarantine has no case "${id}".`,
    hint: () => 'GET /v1/quarantine lists the cases.',
  }),
} as const;
