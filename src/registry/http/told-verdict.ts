import type { MemberVerdict } from '../check-set.js';
import { toldFindings } from '../incompatible-schema.js';
import { type Judgement, verdictOf } from '../judge-change.js';

const WORST_FIRST = ['invalid', 'incompatible', 'undecided', 'compatible'] as const;

/** What the mode protects and what consumers declared, as one verdict. */
export const toldReport = ({ report, needs }: Omit<Judgement, 'key'>) => ({
  ...report,
  verdict: verdictOf({ report, needs }),
  findings: toldFindings({ report, needs }),
});

/** One member of a set as answers print it. `invalid`: it could not be registered at all. */
export function toldVerdict(member: MemberVerdict) {
  const { subject } = member;
  if ('report' in member) return { subject, ...toldReport(member) };
  if ('undecidedBecause' in member) return { ...member, verdict: 'undecided' as const };
  const { row, message, extras } = member.refusal;
  return { subject, verdict: 'invalid' as const, code: row.code, message, ...extras.members };
}

export const worst = (told: readonly { readonly verdict: (typeof WORST_FIRST)[number] }[]) =>
  WORST_FIRST.find((each) => told.some(({ verdict }) => verdict === each)) ?? 'compatible';
