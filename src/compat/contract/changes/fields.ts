import type { FieldOverlay } from '#contract';
import { appendPointer } from '#schema';
import {
  type ContractPair,
  type Effect,
  type MeaningChange,
  valueChanged,
} from '../meaning-change.js';
import type { MeaningRuleId } from '../meaning-rules.js';

interface Aspect {
  readonly ruleId: MeaningRuleId;
  readonly name: keyof FieldOverlay;
  readonly what: string;
  readonly effect: (from: string | undefined, to: string | undefined) => Effect;
}

/** A mask less, or a weaker one, shows more. */
const MASKS: readonly unknown[] = [undefined, 'partial', 'hash', 'redact'];

const aspects: readonly Aspect[] = [
  {
    ruleId: 'CONTRACT_CLASSIFICATION_CHANGED',
    name: 'classification',
    what: 'classification',
    effect: (from) => (from === undefined ? ['info'] : ['warning', 'consumers']),
  },
  {
    ruleId: 'CONTRACT_CLASSIFICATION_CHANGED',
    name: 'mask',
    what: 'mask',
    effect: (from, to) =>
      MASKS.indexOf(to) > MASKS.indexOf(from) ? ['info'] : ['warning', 'consumers'],
  },
  {
    ruleId: 'CONTRACT_DEPRECATION_CHANGED',
    name: 'deprecatedOn',
    what: 'day of deprecation',
    effect: () => ['info'],
  },
  {
    ruleId: 'CONTRACT_SUNSET_MOVED',
    name: 'sunsetOn',
    what: 'sunset',
    effect: sunsetEffect,
  },
  {
    ruleId: 'CONTRACT_DEPRECATION_CHANGED',
    name: 'replacedBy',
    what: 'replacement',
    effect: () => ['info'],
  },
];

/** What may end sooner than somebody planned with hurts; days of this form sort as texts do. */
export function sunsetEffect(from: unknown, to: unknown): Effect {
  if (typeof to !== 'string') return ['info'];
  if (typeof from !== 'string') return ['warning', 'producers', 'consumers'];
  return to < from ? ['breaking', 'producers', 'consumers'] : ['info'];
}

/** How single fields are treated. */
export function* fieldChanges({ old, new: changed }: ContractPair): Generator<MeaningChange> {
  const names = new Set([...Object.keys(old.fields), ...Object.keys(changed.fields)]);
  for (const field of names) {
    const [before, after] = [overlay(old.fields, field), overlay(changed.fields, field)];
    for (const { ruleId, name, what, effect } of aspects) {
      const [from, to] = [before[name], after[name]];
      if (from === to) continue;
      yield {
        ...{ ruleId, at: appendPointer('/fields', field, name), from, to },
        effect: effect(from, to),
        message: valueChanged(`${what} of ${field}`, from, to),
      };
    }
  }
}

const overlay = (fields: Readonly<Record<string, FieldOverlay>>, field: string): FieldOverlay =>
  new Map(Object.entries(fields)).get(field) ?? {};
