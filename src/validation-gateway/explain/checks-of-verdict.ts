import type { Contract } from '#contract';
import type { QuarantineReason, RememberedVerdict } from '#event-log';
import { reasons } from '../reasons.js';
import { type RoadCheck, roadChecks } from '../road-checks.js';

/** How one check ended for one event. */
export interface ExplainedCheck {
  readonly check: string;
  readonly stage: RoadCheck['stage'];
  readonly says: string;
  /**
   * `let pass`: it failed, and the contract only warned or observed. `not told`: it came after the
   * one that ended the journey, or nothing was kept of it. `not declared`: the contract asks for none.
   */
  readonly outcome: 'passed' | 'refused' | 'let pass' | 'not told' | 'not declared';
  readonly reason?: QuarantineReason;
}

/** What is known beside the verdict of how its contract was enforced. */
export interface Judging {
  readonly contract: Contract;
  /** Whether its version had stepped back to `warn` when the event came. */
  readonly hadSteppedBack: boolean;
  /** The same contract under the policy that was tried beside it, where nobody knows which of them decided. */
  readonly other?: Contract | undefined;
}

/**
 * Every check an event went through, from its verdict and the contract version that judged it. Pure.
 * Where that leaves a doubt it says `not told`, never `passed`.
 */
export function checksOfVerdict(
  verdict: Pick<RememberedVerdict, 'reasons' | 'letPass'>,
  judging: Judging,
): readonly ExplainedCheck[] {
  const { contract, other } = judging;
  const isOff = contract.enforcement.mode === 'off';
  const reason = verdict.reasons?.[0];
  const outcomeOf = reason ? refusedAt(reason, judging) : leftWith(verdict.letPass, judging);
  return roadChecks.map((row, at) => {
    const { check, stage, says, isDeclared } = row;
    const isAsked =
      (isDeclared(contract) || (other && isDeclared(other))) && !(isOff && isAskedByContract(row));
    const outcome = outcomeOf(row, at);
    return {
      ...{
        check,
        stage,
        says,
        outcome: isAsked || outcome === 'refused' ? outcome : 'not declared',
      },
      ...(outcome === 'refused' && reason && { reason }),
    };
  });
}

type Outcome = ExplainedCheck['outcome'];
type OutcomeOf = (row: RoadCheck, at: number) => Outcome;

/** Whether no mode lets an event pass that fails it. */
const isAskedByContract = (row: RoadCheck): boolean =>
  row.reasons.some((code) => reasons[code].isWaivable);

const placeOf = (code: string): number =>
  roadChecks.findIndex((row) => row.reasons.some((each) => each === code));

const isOnTheWay = ({ check }: RoadCheck): boolean => check !== 'rate' && check !== 'history';

/** It was refused, so it was enforced: all before that one passed, unless they only warn. */
function refusedAt({ code }: QuarantineReason, judging: Judging): OutcomeOf {
  const refused = placeOf(code);
  const wasEnforced = Object.hasOwn(reasons, code) && isAskedByContract(rowAt(refused));
  return (row, at) => {
    if (at === refused) return 'refused';
    // Asked before all others where it is enforced; what exceeds it is not even kept.
    if (row.check === 'rate' && wasEnforced) return 'passed';
    if (at > refused || row.onlyWarns?.(judging.contract)) return 'not told';
    return wasEnforced || !mayLetPass(judging, row) ? 'passed' : 'not told';
  };
}

const NO_ROW: RoadCheck = {
  ...{ check: '', stage: 'exit', says: '', isDeclared: () => false, reasons: [] },
};
const rowAt = (at: number): RoadCheck => roadChecks[at] ?? NO_ROW;

/** It left. What was let pass is kept beside the id of an event, where the contract knows ids. */
function leftWith(letPass: readonly string[] | undefined, judging: Judging): OutcomeOf {
  if (!letPass)
    return (row) =>
      row.onlyWarns?.(judging.contract) || mayLetPass(judging, row) ? 'not told' : 'passed';
  const failed = new Set(letPass.map(placeOf));
  const ends = letPass.filter((code) => endsJourney(code, judging.contract)).map(placeOf);
  const end = Math.min(...ends.filter((at) => isOnTheWay(rowAt(at))), roadChecks.length);
  return (row, at) => {
    if (failed.has(at)) return 'let pass';
    const isAfter = at > end && row.check !== 'history' && row.check !== 'custody';
    return isAfter ? 'not told' : 'passed';
  };
}

/** Notes are taken on the way; what would have been refused is the last that is looked at. */
function endsJourney(code: string, { undeclared, rules }: Contract): boolean {
  if (code === 'DEPRECATED_FIELD' || code === 'CONTRACT_DEPRECATED') return false;
  if (code === 'UNDECLARED_FIELD') return undeclared === 'refuse';
  if (code === 'RULE_BROKEN') return rules.every(({ mode }) => mode === 'enforce');
  return true;
}

function mayLetPass({ contract, hadSteppedBack, other }: Judging, row: RoadCheck): boolean {
  const { mode, percent } = contract.enforcement;
  const isAlwaysEnforced = mode === 'enforce' && percent >= 100 && !hadSteppedBack;
  return (other !== undefined || !isAlwaysEnforced) && isAskedByContract(row);
}
