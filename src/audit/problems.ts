import { type ProblemRow } from '#kernel';

const row = <Args = void>(problem: ProblemRow<Args>) => problem;

/** What a caller may ask of the audit that cannot be had. */
export const auditProblems = {
  AUDIT_ADMIN_ONLY: row<{ principal: string }>({
    code: 'AUDIT_ADMIN_ONLY',
    http: 403,
    title: 'Only for administrators',
    message: ({ principal }) => `The audit is read by administrators, and "${principal}" is none.`,
    hint: () => 'Use a key that was made with --admin, or CONCORDAT_ADMIN_KEY.',
  }),
  AUDIT_QUERY_INVALID: row<{ where: string; expected: string }>({
    code: 'AUDIT_QUERY_INVALID',
    http: 400,
    title: 'Query not understood',
    message: ({ where, expected }) => `"${where}" is not what it must be: ${expected}.`,
  }),
} as const;
