import { ALL_OTHERS, type Contract, DEFAULT_OPERATOR } from '#contract';
import { appendPointer } from '#schema';
import { exampleEvent } from '../example-event.js';
import type { ContractPair, MeaningChange } from '../meaning-change.js';

/**
 * How two writes of one field become one. Where one of the two contracts does not merge, the change
 * of the policy says it all.
 */
export function* mergeChanges(pair: ContractPair): Generator<MeaningChange> {
  const [before, after] = [operatorsOf(pair.old), operatorsOf(pair.new)];
  if (!before || !after) return;
  for (const field of new Set([...before.named.keys(), ...after.named.keys(), ALL_OTHERS])) {
    const [from, to] = [before.of(field), after.of(field)];
    if (from === to) continue;
    const what = field === ALL_OTHERS ? 'All other fields' : `The field ${field}`;
    yield {
      ruleId: 'CONTRACT_MERGE_CHANGED',
      at: appendPointer('/semantics/conflict/merge', field),
      ...{ from, to, effect: ['breaking', 'producers', 'consumers'] },
      message: `${what} of two writes ${field === ALL_OTHERS ? 'were' : 'was'} merged by "${from}" and will be by "${to}".`,
      evidence: concurrentWrites(pair.old, from, to),
    };
  }
}

function operatorsOf({ semantics: { conflict } }: Contract) {
  if (conflict?.policy !== 'merge') return undefined;
  const named = new Map(Object.entries(conflict.merge ?? {}));
  const others = named.get(ALL_OTHERS) ?? DEFAULT_OPERATOR;
  return { named, of: (field: string): string => named.get(field) ?? others };
}

function concurrentWrites(old: Contract, from: string, to: string) {
  const write = exampleEvent(old, { version: 2 });
  return {
    events: [write, write],
    before: `what "${from}" makes of both stands`,
    now: `what "${to}" makes of both stands`,
  };
}
