import type { FastifyReply } from 'fastify';
import type { Verdict } from '../verdict.js';

/**
 * Deprecation (RFC 9745), Sunset (RFC 8594) and a link to the migration, where a contract met on
 * the way announces its end. Of several contracts the one that ends first speaks.
 */
export function announceEndings(reply: FastifyReply, verdicts: readonly Verdict[]): void {
  if (verdicts.every(({ deprecation }) => deprecation === undefined)) return;
  const endings = verdicts.flatMap(({ deprecation }) => deprecation ?? []);
  const [first] = endings.sort((a, b) => dayOf(a).localeCompare(dayOf(b)));
  const from = first?.from && midnight(first.from);
  const sunset = first?.sunset && midnight(first.sunset);
  if (from) void reply.header('Deprecation', `@${from.getTime() / 1_000}`);
  if (sunset) void reply.header('Sunset', sunset.toUTCString());
  const migration = first?.migration;
  if (migration && URL.canParse(migration))
    void reply.header('Link', `<${new URL(migration).href}>; rel="deprecation"`);
}

const dayOf = ({ sunset, from }: { sunset?: string; from?: string }): string =>
  sunset ?? from ?? '9999';
const midnight = (day: string): Date => new Date(`${day}T00:00:00Z`);
