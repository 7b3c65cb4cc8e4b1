import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import {
  DEFAULT_CONTEXT,
  GLOBAL,
  parseContext,
  parseScope,
  parseSubject,
  type SubjectName,
} from '../../subject-name.js';
import { parseVersion, type VersionWanted } from '../../version-wanted.js';

const paramsOf = (context: ExecutionContext) =>
  context.switchToHttp().getRequest<FastifyRequest>().params as Readonly<
    Record<string, string | undefined>
  >;
const contextOf = ({ context }: { context?: string | undefined }) =>
  context === undefined ? DEFAULT_CONTEXT : parseContext(context);

/** `:subject`, qualified by itself or by the `/contexts/{context}` before it. */
export const PathSubject = createParamDecorator(
  (_: unknown, host: ExecutionContext): SubjectName => {
    const params = paramsOf(host);
    return parseSubject(params['subject'] ?? '', contextOf(params));
  },
);

/** The same, or a whole context, or, without a subject, everything. */
export const PathScope = createParamDecorator((_: unknown, host: ExecutionContext): SubjectName => {
  const params = paramsOf(host);
  if (params['subject'] !== undefined) return parseScope(params['subject'], contextOf(params));
  return params['context'] === undefined ? GLOBAL : { context: contextOf(params), subject: '' };
});

export const PathContext = createParamDecorator((_: unknown, host: ExecutionContext): string =>
  contextOf(paramsOf(host)),
);

export const PathVersion = createParamDecorator(
  (_: unknown, host: ExecutionContext): VersionWanted =>
    parseVersion(paramsOf(host)['version'] ?? ''),
);
