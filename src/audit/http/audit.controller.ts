import { Controller, Get, Header, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isAdministrator, limits, principalOf, problem } from '#kernel';
import type { AuditEntry } from '../audit-entry.js';
import { AuditLog } from '../audit-log.js';
import { auditProblems } from '../problems.js';
import { listQuery, readQuery, verifyQuery } from './audit-queries.js';

/** Who did what, when and why. For administrators. */
@Controller('v1/audit')
export class AuditController {
  constructor(private readonly audit: AuditLog) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  async list(@Req() request: FastifyRequest, @Query() query: unknown): Promise<object> {
    checkAdministrator(request);
    const { cursor, limit = 100, since, until, ...names } = readQuery(listQuery, query);
    const times = { since: momentOf(since), until: momentOf(until) };
    const found = await this.audit.list({ ...names, ...times }, { before: cursor, limit });
    const last = found.at(-1);
    return {
      entries: found.map(shown),
      nextCursor: found.length < limit ? null : (last?.n ?? null),
    };
  }

  /** Whether every entry is the one that was recorded, behind the one it was recorded behind. */
  @Get('verification')
  @Header('Cache-Control', 'no-store')
  async verify(@Req() request: FastifyRequest, @Query() query: unknown): Promise<object> {
    checkAdministrator(request);
    const { from = 1, limit = limits.auditVerifyEntries.value } = readQuery(verifyQuery, query);
    const { last, fault, ...counts } = await this.audit.verify(from, limit);
    return {
      ...counts,
      fault: fault ?? null,
      last: { n: last.n, hash: last.hash.toString('hex') },
    };
  }
}

function checkAdministrator({ headers }: FastifyRequest): void {
  if (isAdministrator(headers)) return;
  throw problem(auditProblems.AUDIT_ADMIN_ONLY, { principal: principalOf(headers) });
}

const momentOf = (text: string | undefined): Date | undefined =>
  text === undefined ? undefined : new Date(text);

/** What somebody changed by hand may be no JSON any more; it is shown all the same. */
function shown({ details, hash, ...entry }: AuditEntry): object {
  return { ...entry, details: parsed(details), hash: hash.toString('hex') };
}

function parsed(details: string): unknown {
  try {
    return JSON.parse(details) as unknown;
  } catch {
    return details;
  }
}
