import { fingerprint } from '#compat';
import { exampleFaults } from '#contract';
import type { Found } from '../files/read-found.js';
import type { CheckedContract, CheckFinding } from './check-result.js';
import { placeIn } from './checked-contract.js';
import { checkRules } from './contract-rules.js';

const RULE = 'EXAMPLE_REFUSED';

/** Says which examples of a contract its own schema refuses; what did not change was said before. */
export function withRefusedExamples(checked: CheckedContract, found: Found): CheckedContract {
  const { contract, source, isSame } = found;
  const faults = contract && !isSame ? [...exampleFaults(contract, source)] : [];
  if (faults.length === 0) return checked;
  const findings = faults.map((fault) => findingOf(fault, found));
  return {
    ...checked,
    verdict: isHarmless(checked) ? 'refused' : checked.verdict,
    findings: [...checked.findings, ...findings],
  };
}

/** A break or a doubt is told first; the examples are findings beside it. */
const isHarmless = ({ verdict }: CheckedContract): boolean =>
  verdict === 'compatible' || verdict === 'new';

function findingOf(
  { pointer, message }: { readonly pointer: string; readonly message: string },
  { path, locateInContract }: Found,
): CheckFinding {
  const rule = checkRules[RULE];
  const newPlace = placeIn(path, locateInContract, pointer);
  return {
    ...{ ruleId: RULE, severity: 'refused', oldPath: '', newPath: pointer, message },
    ...{ why: rule?.why ?? '', fix: rule?.fix ?? '' },
    ...(newPlace ? { newPlace } : {}),
    fingerprint: fingerprint({
      ...{ ruleId: RULE, direction: '', path: pointer, oldShape: '', newShape: message },
    }),
  };
}
