import type { Problem } from './problem.js';

/** RFC 9457, with `code` as the permanent name. */
export const problemBody = ({ row, message, hint, extras }: Problem) => ({
  type: `urn:concordat:problem:${row.code}`,
  title: row.title,
  status: row.http,
  detail: hint ? `${message} ${hint}` : message,
  code: row.code,
  pointer: extras.pointer,
  contract: extras.contract,
  ...extras.members,
});
