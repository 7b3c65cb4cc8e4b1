import type { ProblemRow } from '#kernel';

const row = <Args = void>(problem: ProblemRow<Args>) => problem;

/** Messages are the dialect's own, word for word; hints are ours. */
export const keyProblems = {
  KEY_NOT_FOUND: row<{ name: string }>({
    code: 'KEY_NOT_FOUND',
    http: 404,
    confluent: 40470,
    title: 'No such key',
    message: ({ name }) => `Key '${name}' not found`,
    hint: () => 'GET /dek-registry/v1/keks lists them; a soft-deleted one needs ?deleted=true.',
  }),
  KEY_NOT_SOFT_DELETED: row<{ name: string }>({
    code: 'KEY_NOT_SOFT_DELETED',
    http: 404,
    confluent: 40471,
    title: 'Key not soft-deleted yet',
    message: ({ name }) => `Key '${name}' was not deleted first before being permanently deleted`,
    hint: () => 'Delete it without "permanent" first.',
  }),
  KEY_SOFT_DELETED: row<{ name: string }>({
    code: 'KEY_SOFT_DELETED',
    http: 404,
    confluent: 40472,
    title: 'Key is soft-deleted',
    message: ({ name }) => `Key '${name}' must be undeleted first`,
    hint: () => 'POST /dek-registry/v1/keks/{name}/undelete brings it back.',
  }),
  KEY_EXISTS: row<{ name: string }>({
    code: 'KEY_EXISTS',
    http: 409,
    confluent: 40971,
    title: 'Key already exists',
    message: ({ name }) => `Key '${name}' already exists; use a different value`,
  }),
  KEYS_TOO_MANY: row<{ most: number }>({
    code: 'KEYS_TOO_MANY',
    http: 409,
    confluent: 40972,
    title: 'Too many keys',
    message: ({ most }) => `A maximum of ${most} keys already exist`,
    hint: () => 'Delete keys that are used no more, permanently.',
  }),
  KEY_NOT_GENERATED: row<{ subject: string; why: string }>({
    code: 'KEY_NOT_GENERATED',
    http: 403,
    confluent: 40370,
    title: 'Key cannot be made here',
    message: ({ subject, why }) => `Could not generate encrypted dek for ${subject}: ${why}`,
    hint: () =>
      'Leave "shared" out and let the client wrap the key, or use kmsType local-kms with CONCORDAT_MASTER_KEY.',
  }),
  KEY_INVALID: row<{ member: string }>({
    code: 'KEY_INVALID',
    http: 422,
    confluent: 42271,
    title: 'Key invalid',
    message: ({ member }) => member,
    hint: () => 'The message names the member that is missing or wrong.',
  }),
  KEY_IN_USE: row<{ name: string }>({
    code: 'KEY_IN_USE',
    http: 422,
    confluent: 42272,
    title: 'Key wraps others',
    message: ({ name }) => `One or more references exist to the key ${name}`,
    hint: () => 'Delete the data keys it wraps first; GET …/keks/{name}/deks lists them.',
  }),
  KEY_NOT_UNWRAPPED: row<{ subject: string }>({
    code: 'KEY_NOT_UNWRAPPED',
    http: 500,
    confluent: 50070,
    title: 'Key does not open',
    message: ({ subject }) =>
      `Could not generate raw dek for ${subject}: no secret in CONCORDAT_MASTER_KEY is the one it was wrapped with`,
    hint: () => 'Put the former secret behind the present one, separated by a comma.',
  }),
} as const;
