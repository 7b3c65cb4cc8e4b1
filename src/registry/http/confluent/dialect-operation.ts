import type { ZodType } from 'zod';
import { z } from 'zod';
import type { Answer, Operation, OperationTable, RefusalRow } from '#kernel';
import { limits } from '#kernel';
import { registryProblems as rows } from '../../problems.js';
import { lookUpSent, registrationSent } from '../shapes.js';
import { OFFERED } from './media-type.js';

type Described = Omit<Operation, 'body' | 'answers' | 'refusals'> & {
  readonly body?: ZodType;
  /** The body of 200, and what it says; absent for an answer without one. */
  readonly answer?: ZodType;
  readonly says?: string;
  /** Of an answer with a body; 200 when left out. */
  readonly status?: number;
  readonly refusals?: readonly RefusalRow[];
};

const inEach = (shape: ZodType) => Object.fromEntries(OFFERED.map((type) => [type, shape]));

const subjectText = z
  .string()
  .min(1)
  .max(limits.subjectCharacters.value + 300)
  .describe('A name, or `:.context:name`');

const PATH_PARAMETERS = {
  context: z.string().describe('A context, with or without its leading dot'),
  subject: subjectText,
  version: z
    .string()
    .regex(/^(latest|-1|[1-9]\d{0,9})$/)
    .describe('A number, or `latest`'),
  id: z.string().describe('The id of a schema'),
  guid: z.string().describe('The guid of a schema'),
  name: z.string().describe('The name of a key that wraps others'),
  resourceId: z.string().describe('What whoever keeps a resource calls it'),
  resourceName: z.string().describe('The name of a topic'),
  resourceNamespace: z.string().describe('Its cluster; `-` is any'),
};

/**
 * What every row has in common is added here: the media types, what any body or page can be refused
 * with, and the same address below `/contexts/{context}`.
 */
export function dialectTable(
  heading: OperationTable['heading'],
  described: Readonly<Record<string, Described>>,
  { isAlsoByContext = true } = {},
): OperationTable {
  const operations = Object.entries(described).flatMap(([address, each]) => {
    const [method, path = ''] = address.split(' ');
    const places = isAlsoByContext ? [path, `/contexts/{context}${path}`] : [path];
    return places.map((place) => [`${method} ${place}`, completed(place, each)] as const);
  });
  return {
    heading,
    refusedAs: 'dialect',
    pathParameters: PATH_PARAMETERS,
    operations: Object.fromEntries(operations),
  };
}

function completed(
  path: string,
  { body, answer, says = 'As asked', status = 200, ...rest }: Described,
): Operation {
  const answers: Record<number, Answer> = answer
    ? { [status]: { says, content: inEach(answer) } }
    : { 204: { says } };
  const refusals = [...(rest.refusals ?? []), ...implied(path, rest.query ?? {}, body)];
  return { ...rest, answers, refusals, ...(body && { body: inEach(body) }) };
}

function implied(
  path: string,
  query: Readonly<Record<string, ZodType>>,
  body: ZodType | undefined,
): RefusalRow[] {
  const isSchema = body === lookUpSent || body === registrationSent;
  const has = (part: string) => path.includes(part);
  return [
    ...(has('{subject}') || has('{context}') || 'subject' in query
      ? [rows.SUBJECT_INVALID, rows.TEXT_NOT_STORABLE]
      : []),
    ...(has('{version}') ? [rows.VERSION_INVALID] : []),
    ...('limit' in query ? [rows.PAGE_INVALID] : []),
    ...(body
      ? [rows.BODY_NOT_JSON, rows.MEDIA_TYPE_NOT_TAKEN, rows.REQUEST_INVALID, rows.RULE_SET_INVALID]
      : []),
    ...(isSchema ? [rows.SCHEMA_INVALID, rows.SCHEMA_TYPE_NOT_READ, rows.SCHEMA_TOO_LARGE] : []),
    ...[rows.NOT_ACCEPTABLE, rows.REGISTRY_BUSY, rows.REGISTRY_UNREACHABLE, rows.REGISTRY_BUG],
  ];
}
