import type { OperationTable, RefusalRow } from '#kernel';
import { governanceProblems } from '#governance';
import { appProblems } from '../problems.js';

type RefusedAs = OperationTable['refusedAs'];

const MEDIA = {
  dialect: 'application/vnd.schemaregistry.v1+json',
  problem: 'application/problem+json',
} as const;

/** The two shapes of a refusal; each answer narrows the codes to those it can carry. */
export const refusalShapes = {
  DialectError: {
    type: 'object',
    description: 'Members beside these, such as `findings` and `faults`, say more.',
    properties: { error_code: { type: 'integer' }, message: { type: 'string' } },
    required: ['error_code', 'message'],
  },
  Problem: {
    type: 'object',
    description: 'RFC 9457. Members beside these, such as `findings` and `faults`, say more.',
    properties: {
      type: { type: 'string' },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string', description: 'What happened and why, then what to do' },
      code: { type: 'string', description: 'Permanent; docs/problems.md lists them' },
      pointer: { type: 'string', description: 'JSON Pointer to the one place at fault' },
      contract: { type: 'string', description: '`id@version`' },
    },
    required: ['type', 'title', 'status', 'detail', 'code'],
  },
} as const;

/** What the road before and behind any controller can say. */
export const always = (hasBody: boolean): readonly RefusalRow[] => [
  governanceProblems.KEY_MISSING,
  governanceProblems.KEY_REFUSED,
  appProblems.REQUEST_MALFORMED,
  appProblems.STORE_UNREACHABLE,
  appProblems.BUG,
  ...(hasBody ? [appProblems.BODY_TOO_LARGE, appProblems.MEDIA_TYPE_UNSUPPORTED] : []),
];

/** Of what never became a request: the dialect's members stand beside those of RFC 9457. */
export const unread = () =>
  refusalAnswers([appProblems.REQUEST_TOO_SLOW, appProblems.HEAD_TOO_LARGE], 'problem');

/** Answers by status, each with exactly the codes it can carry. */
export function refusalAnswers(
  refusals: readonly RefusalRow[],
  refusedAs: RefusedAs,
): Record<string, object> {
  const byStatus = new Map<number, RefusalRow[]>();
  for (const row of refusals) byStatus.set(row.http, [...(byStatus.get(row.http) ?? []), row]);
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, rows]) => [status, answerOf(rows, refusedAs)]),
  );
}

function answerOf(rows: readonly RefusalRow[], refusedAs: RefusedAs): object {
  const once = [...new Map(rows.map((row) => [row.code, row])).values()];
  const shape =
    refusedAs === 'dialect'
      ? narrowed('DialectError', 'error_code', once.flatMap(dialectCodes))
      : narrowed(
          'Problem',
          'code',
          once.map(({ code }) => code),
        );
  return {
    description: once.map(({ title }) => title).join(' · '),
    content: { [MEDIA[refusedAs]]: { schema: shape } },
  };
}

const narrowed = (name: keyof typeof refusalShapes, member: string, codes: unknown[]) => ({
  allOf: [{ $ref: `#/components/schemas/${name}` }],
  properties: { [member]: { enum: [...new Set(codes)].sort() } },
});

/** A conflict is 409 in Confluent 7 and 40901 in Confluent 8; a setting chooses. */
const dialectCodes = ({ confluent, http }: RefusalRow): number[] =>
  confluent === 40901 ? [409, 40901] : [confluent ?? http];
