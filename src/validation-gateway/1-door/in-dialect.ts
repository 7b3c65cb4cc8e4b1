import { Problem } from '#kernel';

/** Clients of the dialect look for `error_code` and `message`; RFC 9457 lets both stand along. */
export function inDialect({ row, message, hint, extras }: Problem): Problem {
  const errorCode = row.confluent ?? row.http;
  const members = { ...extras.members, error_code: errorCode, message };
  return new Problem(row, { message, hint }, { ...extras, members });
}
