import type { MemberVerdict } from '../check-set.js';
import { findingsOf } from '../incompatible-schema.js';

const WORST_FIRST = ['invalid', 'incompatible', 'undecided', 'compatible'] as const;

/** One member of a set as answers print it. `invalid`: it could not be registered at all. */
export function toldVerdict(member: MemberVerdict) {
  const { subject } = member;
  if ('report' in member) return { subject, ...member.report, findings: findingsOf(member.report) };
  if ('undecidedBecause' in member) return { ...member, verdict: 'undecided' as const };
  const { row, message, extras } = member.refusal;
  return { subject, verdict: 'invalid' as const, code: row.code, message, ...extras.members };
}

export const worst = (told: readonly { readonly verdict: (typeof WORST_FIRST)[number] }[]) =>
  WORST_FIRST.find((each) => told.some(({ verdict }) => verdict === each)) ?? 'compatible';
