import { fieldsRead, maskEvent, type RuleOutcome } from '#contract';
import { valueAtPointer } from '#schema';
import type { ContractInForce, RuleInForce } from '../contract-in-force.js';
import type { Journey, Stage } from '../journey.js';
import { type Refusal, refuse } from '../verdict.js';

/** The rules of the contract about values, in their order; the first that is enforced and broken refuses. */
export const rulesHold: Stage = (journey) => {
  const { promise, payload, ruleSteps, checks } = journey;
  if (promise.rules.length === 0 || !payload) return undefined;
  const value = payload.get();
  ruleSteps.startEvent();
  for (const each of promise.rules) {
    const outcome = each.compiled?.run(value, ruleSteps) ?? { why: 'It is not CEL.' };
    checks.push({ check: `rule ${each.rule.name}`, passed: outcome === 'holds' });
    if (outcome === 'holds') continue;
    const refusal = refused(each, { outcome, value, promise });
    if (each.rule.mode === 'enforce') return refusal;
    waive(journey, each, refusal);
  }
  return undefined;
};

interface Found {
  readonly outcome: Exclude<RuleOutcome, 'holds'>;
  readonly value: unknown;
  readonly promise: ContractInForce;
}

function refused({ rule, compiled }: RuleInForce, { outcome, value, promise }: Found): Refusal {
  const isForgotten = rule.onFailure === 'reject';
  const pointers = compiled ? new Set(fieldsRead(compiled.expression).map((r) => r.pointer)) : [];
  const [pointer = ''] = [...pointers].filter((each) => !each.includes('*'));
  if (outcome === 'out-of-steps')
    return {
      ...refuse('RULE_OUT_OF_STEPS', {
        message: `The rule "${rule.name}" takes more steps than the limit ruleSteps for this event.`,
      }),
      isForgotten,
    };
  const what =
    outcome === 'broken'
      ? `The rule "${rule.name}" does not hold`
      : `The rule "${rule.name}" cannot be told: ${outcome.why.replace(/\.$/, '')}`;
  const message = `${what}${told([...pointers], { value, promise })}. ${rule.message ?? rule.cel}`;
  return { ...refuse('RULE_BROKEN', { pointer, message }), isForgotten };
}

const TOLD_MAX = 5;

/** The values the rule looked at, as far as anybody may see them: texts may be personal. */
function told(
  pointers: readonly string[],
  { value, promise }: Pick<Found, 'value' | 'promise'>,
): string {
  const shown = maskEvent(promise.contract, value);
  const values = pointers.flatMap((pointer) => {
    const inside = valueAtPointer(shown, pointer);
    const text = inWords(inside);
    return text === undefined ? [] : [`${pointer} is ${text}`];
  });
  return values.length === 0 ? '' : ` (${values.slice(0, TOLD_MAX).join(', ')})`;
}

function inWords(value: unknown): string | undefined {
  if (typeof value === 'string')
    return value.includes(MASK) ? MASK : `a text of ${value.length} characters`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return value === null || ['number', 'bigint', 'boolean'].includes(typeof value)
    ? String(value)
    : undefined;
}

/** What `maskEvent` writes where a value is hidden. */
const MASK = '●●●';

/** One is counted; of further ones a rule that warns says so too. */
function waive(journey: Journey, { rule }: RuleInForce, refusal: Refusal): void {
  if (!journey.waived) journey.waived = { refusal, isSilent: rule.mode === 'observe' };
  else if (rule.mode === 'warn')
    journey.notes.push({
      ...{ code: refusal.reason, pointer: refusal.pointer, message: refusal.message },
    });
}
