import { problem } from '#kernel';
import { registryProblems } from './problems.js';
import type { Rule, RuleSet } from './schema-identity.js';

/** With `validateRules` a rule says what it is: whoever carries it out has nothing to guess. */
export function checkRules(ruleSet: RuleSet | undefined): void {
  for (const list of ['migrationRules', 'domainRules', 'encodingRules'] as const)
    for (const [index, rule] of (ruleSet?.[list] ?? []).entries())
      checkRule(rule, `ruleSet.${list}[${index}]`);
}

/** Types that do what their name says, to the fields that bear their tags. */
const WITHOUT_EXPRESSION = ['ENCRYPT', 'ENCRYPT_PAYLOAD', 'REDACT'];

function checkRule(rule: Rule, where: string): void {
  for (const key of ['kind', 'mode', 'type'] as const)
    if (!rule[key]) throw incomplete(`${where}.${key}`);
  const needsExpression = !WITHOUT_EXPRESSION.includes(rule.type ?? '');
  if (needsExpression && !rule.expr?.trim()) throw incomplete(`${where}.expr`);
}

const incomplete = (where: string) =>
  problem(registryProblems.RULE_SET_INVALID, {
    where,
    expected: 'given: "validateRules" is on in the config of this subject',
  });
