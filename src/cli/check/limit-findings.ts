import type { CheckedContract, CheckFinding, CheckResult } from './check-result.js';

const ORDER = { breaking: 0, refused: 0, warning: 1, info: 2 } as const;

/** At most so many findings of each contract, the worst first; how many were left out is said. */
export const limitFindings = (result: CheckResult, most: number): CheckResult => ({
  ...result,
  contracts: result.contracts.map((contract) => limited(contract, most)),
});

function limited(contract: CheckedContract, most: number): CheckedContract {
  const { findings, notes } = contract;
  if (findings.length <= most) return contract;
  const worstFirst = findings.toSorted((a, b) => rank(a) - rank(b));
  const left = findings.length - most;
  const note = `${left} more ${left === 1 ? 'finding is' : 'findings are'} not shown because of --max-findings.`;
  return { ...contract, findings: worstFirst.slice(0, most), notes: [...notes, note] };
}

const rank = ({ severity, waiver }: CheckFinding): number => ORDER[severity] + (waiver ? 3 : 0);
