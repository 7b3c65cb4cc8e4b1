import type { CheckResult, CheckVerdict } from '../../check/check-result.js';

const ORDER: readonly CheckVerdict[] = [
  'compatible',
  'incompatible',
  'refused',
  'undecided',
  'waived',
  'removed',
  'new',
];

export function countsOf({
  contracts,
}: CheckResult): Readonly<Partial<Record<CheckVerdict, number>>> {
  const counts = ORDER.map(
    (verdict) => [verdict, contracts.filter((each) => each.verdict === verdict).length] as const,
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** `3 checked: 1 compatible, 1 incompatible, 1 new` */
export function countsInWords(result: CheckResult): string {
  const said = Object.entries(countsOf(result)).map(([verdict, count]) => `${count} ${verdict}`);
  const head = `${result.contracts.length} checked`;
  return said.length === 0 ? head : `${head}: ${said.join(', ')}`;
}

export const baselineInWords = ({ baseline, changedSince }: CheckResult): string =>
  changedSince === undefined ? baseline : `${baseline}, only what changed since ${changedSince}`;
