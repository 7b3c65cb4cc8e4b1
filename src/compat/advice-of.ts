import { invariant } from '#kernel';
import { type Rule, rules } from './rules.js';

/** What every finding of a kind says beside its own sentence. */
export function adviceOf(ruleId: string): Pick<Rule, 'why' | 'fix'> {
  const rule = rules[ruleId];
  invariant(rule, `${ruleId} is a row of the table of rules`);
  return { why: rule.why, fix: rule.fix };
}
