import type { ValueRule } from '#contract';
import { appendPointer } from '#schema';
import type { ContractPair, Effect, MeaningChange } from '../meaning-change.js';

/** Rules over values, each known by its name. */
export function* ruleChanges({ old, new: changed }: ContractPair): Generator<MeaningChange> {
  const after = new Map(changed.rules.map((rule, i) => [rule.name, { rule, i }]));
  const before = new Map(old.rules.map((rule, i) => [rule.name, { rule, i }]));
  for (const [name, { rule, i }] of before) {
    const now = after.get(name);
    if (!now)
      yield change(i, rule, undefined, {
        effect: ['warning', 'consumers'],
        message: `The rule "${name}" does not hold any more: ${rule.cel}`,
      });
    else if (JSON.stringify(now.rule) !== JSON.stringify(rule))
      yield change(now.i, rule, now.rule, {
        effect: ['warning', 'producers', 'consumers'],
        message: changedWords(rule, now.rule),
      });
  }
  for (const [name, { rule, i }] of after)
    if (!before.has(name))
      yield change(i, undefined, rule, {
        effect: rule.mode === 'enforce' ? ['warning', 'producers'] : ['info'],
        message: `The rule "${name}" is new (${rule.mode}): ${rule.cel}`,
      });
}

function changedWords(from: ValueRule, to: ValueRule): string {
  if (from.cel !== to.cel) return `The rule "${to.name}" was ${from.cel} and becomes ${to.cel}.`;
  if (from.mode !== to.mode)
    return `The rule "${to.name}" was in mode ${from.mode} and is in mode ${to.mode} now.`;
  if (from.onFailure === to.onFailure)
    return `The rule "${to.name}" said ${said(from)} and says ${said(to)} now.`;
  return `Events that break the rule "${to.name}" met ${from.onFailure} and meet ${to.onFailure} now.`;
}

const said = ({ message }: ValueRule): string =>
  message === undefined ? 'nothing' : `"${message}"`;

const change = (
  i: number,
  from: ValueRule | undefined,
  to: ValueRule | undefined,
  rest: { readonly effect: Effect; readonly message: string },
): MeaningChange => ({
  ruleId: 'CONTRACT_RULE_CHANGED',
  at: appendPointer('/rules', String(i)),
  ...{ from, to, ...rest },
});
