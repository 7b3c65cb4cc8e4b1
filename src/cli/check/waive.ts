import { isExpired, type Waiver } from '../config/waivers.js';
import { type CheckedContract, isStopping } from './check-result.js';

export interface Waived {
  readonly contracts: readonly CheckedContract[];
  /** Stop the pipeline. */
  readonly faults: readonly string[];
  /** Are only said. */
  readonly notes: readonly string[];
}

/** Puts waivers on the findings they are about. One that ran out covers nothing and is said aloud. */
export function waive(
  contracts: readonly CheckedContract[],
  waivers: readonly Waiver[],
  { today, isEverythingChecked }: { readonly today: string; readonly isEverythingChecked: boolean },
): Waived {
  const inForce = waivers.filter((waiver) => !isExpired(waiver, today));
  const waived = contracts.map((each) => withWaivers(each, inForce));
  const used = new Set(waived.flatMap(({ findings }) => findings.map(({ waiver }) => waiver)));
  return {
    contracts: waived,
    faults: waivers
      .filter((waiver) => isExpired(waiver, today))
      .map(
        ({ fp, by, until, reason }) =>
          `The waiver ${fp} by ${by} ("${reason}") ran out on ${until}. Repair what it covers and remove it, or have it renewed.`,
      ),
    notes: inForce
      .filter((waiver) => isEverythingChecked && !used.has(waiver))
      .map(({ fp, by }) => `The waiver ${fp} by ${by} matches no finding any more. Remove it.`),
  };
}

/** Everywhere, unless it names a contract or a subject. */
const isInScope = (waiver: Waiver, { name, subject }: CheckedContract): boolean =>
  (waiver.contract === undefined || waiver.contract === name) &&
  (waiver.subject === undefined || waiver.subject === subject);

function withWaivers(contract: CheckedContract, waivers: readonly Waiver[]): CheckedContract {
  const findings = contract.findings.map((finding) => {
    const waiver =
      isStopping(finding) &&
      waivers.find((each) => each.fp === finding.fingerprint && isInScope(each, contract));
    return waiver ? { ...finding, waiver } : finding;
  });
  const breaking = findings.filter(isStopping);
  const isCovered = breaking.length > 0 && breaking.every(({ waiver }) => waiver);
  // A doubt beside waived breaks is still a doubt.
  const verdict = !isCovered
    ? contract.verdict
    : contract.doubts.length > 0
      ? 'undecided'
      : 'waived';
  return { ...contract, verdict, findings };
}
