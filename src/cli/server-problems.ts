import type { ProblemRow } from '#kernel';

const row = <Args>(each: ProblemRow<Args>): ProblemRow<Args> => each;

/** What may be wrong with a server that is asked. */
export const serverProblems = {
  SERVER_UNREACHABLE: row<{ what: string; url: string; why: string }>({
    code: 'SERVER_UNREACHABLE',
    http: 503,
    title: 'Server unreachable',
    message: ({ what, url, why }) => `The ${what} at ${url} did not answer: ${why}.`,
    hint: () => 'Is it running? "npm start" starts it here; the address is an option.',
  }),
  SERVER_REFUSED: row<{ what: string; url: string; status: number; said: string }>({
    code: 'SERVER_REFUSED',
    http: 502,
    title: 'Unexpected answer',
    message: ({ what, url, status, said }) => `The ${what} at ${url} answered ${status}: ${said}`,
    hint: ({ what }) => `Is this the address of a ${what}, and is it well?`,
  }),
  SERVER_NOT_READY: row<{ what: string; url: string; status: number; said: string }>({
    code: 'SERVER_NOT_READY',
    http: 503,
    title: 'Not yet',
    message: ({ what, url, status, said }) => `The ${what} at ${url} answered ${status}: ${said}`,
    hint: () => 'Nothing was done: run the command again in a moment.',
  }),
  SERVER_DENIED: row<{ what: string; url: string; status: number; said: string }>({
    code: 'SERVER_DENIED',
    http: 401,
    title: 'Server wants to know who asks',
    message: ({ what, url, status, said }) => `The ${what} at ${url} answered ${status}: ${said}`,
    hint: () => 'Put a key that may do this into the environment variable CONCORDAT_KEY.',
  }),
  KEY_NOT_RIGHT: row<object>({
    code: 'KEY_NOT_RIGHT',
    http: 400,
    title: 'Key cannot be sent',
    message: () => 'CONCORDAT_KEY holds characters that no key has.',
    hint: () => 'Copy the key again, on one line.',
  }),
  NOT_A_REGISTRY: row<{ url: string }>({
    code: 'NOT_A_REGISTRY',
    http: 400,
    title: 'Not a schema registry',
    message: ({ url }) =>
      `${url} answers, but not like a schema registry: /subjects is no list of names.`,
    hint: () =>
      'Some registries keep this API below a path, such as /apis/ccompat/v7; name it whole.',
  }),
} as const;
