import { type ProblemRow } from '#kernel';

const row = <Args = void>(problem: ProblemRow<Args>) => problem;

/** Who may do what, and what is missing when somebody may not. */
export const governanceProblems = {
  KEY_MISSING: row({
    code: 'KEY_MISSING',
    http: 401,
    confluent: 40101,
    title: 'A key is needed',
    message: () => 'This Concordat asks everybody for a key, and the request brings none.',
    hint: () =>
      'Send it as Authorization: Bearer <key>, or as the password of Basic authentication.',
  }),
  KEY_REFUSED: row({
    code: 'KEY_REFUSED',
    http: 401,
    confluent: 40101,
    title: 'The key is not valid',
    message: () =>
      'The key is unknown, has expired, was revoked, or belongs to somebody else than the user named beside it.',
    hint: () => 'Ask whoever administers this Concordat for a new one: concordat keys create.',
  }),
  ADMIN_ONLY: row<{ principal: string }>({
    code: 'ADMIN_ONLY',
    http: 403,
    confluent: 40301,
    title: 'Only for administrators',
    message: ({ principal }) => `Keys are managed by administrators, and "${principal}" is none.`,
    hint: () => 'Use a key that was made with --admin, or CONCORDAT_ADMIN_KEY.',
  }),
  KEY_REQUEST_INVALID: row<{ where: string; expected: string }>({
    code: 'KEY_REQUEST_INVALID',
    http: 422,
    title: 'Request for a key not understood',
    message: ({ where, expected }) => `"${where}" must be ${expected}.`,
  }),
  KEY_UNKNOWN: row<{ id: string }>({
    code: 'KEY_UNKNOWN',
    http: 404,
    title: 'No such key',
    message: ({ id }) => `There is no key with the id "${id}".`,
    hint: () => 'GET /v1/keys lists the keys.',
  }),
} as const;
