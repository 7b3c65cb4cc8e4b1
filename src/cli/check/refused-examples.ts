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
  const notes = findings.map(({ message, newPlace }) =>
    newPlace ? `${newPlace.path}:${newPlace.line}:${newPlace.column}  ${message}` : message,
  );
  return {
    ...checked,
    verdict: 'incompatible',
    findings: [...checked.findings, ...findings],
    notes: [...checked.notes, ...notes],
  };
}

function findingOf(
  { pointer, message }: { readonly pointer: string; readonly message: string },
  { path, locateInContract }: Found,
): CheckFinding {
  const rule = checkRules[RULE];
  const newPlace = placeIn(path, locateInContract, pointer);
  return {
    ...{ ruleId: RULE, severity: 'breaking', oldPath: '', newPath: pointer, message },
    ...{ why: rule?.why ?? '', fix: rule?.fix ?? '' },
    ...(newPlace ? { newPlace } : {}),
    fingerprint: fingerprint({
      ...{ ruleId: RULE, direction: '', path: pointer, oldShape: '', newShape: message },
    }),
  };
}
