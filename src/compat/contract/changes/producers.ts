import type { Contract } from '#contract';
import { comings, type ContractPair, type MeaningChange } from '../meaning-change.js';

/** Who may write. Without a list everybody may. */
export function* producerChanges({ old, new: changed }: ContractPair): Generator<MeaningChange> {
  const { added, removed } = comings(old.producers.map(nameOf), changed.producers.map(nameOf));
  const at = '/producers';
  const [wasOpen, isOpen] = [old.producers.length === 0, changed.producers.length === 0];
  if (wasOpen !== isOpen) {
    yield {
      ...{ at, from: wasOpen ? undefined : removed, to: isOpen ? undefined : added },
      ruleId: isOpen ? 'CONTRACT_PRODUCER_ADDED' : 'CONTRACT_PRODUCER_REMOVED',
      effect: isOpen ? ['warning', 'consumers'] : ['warning', 'producers'],
      message: isOpen
        ? 'Producers are not named any more, so everybody may write.'
        : `Only named producers may write now: ${added.join(', ')}.`,
    };
    return;
  }
  for (const name of removed)
    yield {
      ...{ ruleId: 'CONTRACT_PRODUCER_REMOVED', at, from: name, to: undefined },
      effect: ['breaking', 'producers'],
      message: `The ${name} may not write any more.`,
    };
  for (const name of added)
    yield {
      ...{ ruleId: 'CONTRACT_PRODUCER_ADDED', at, from: undefined, to: name },
      effect: ['warning', 'consumers'],
      message: `The ${name} may write, too.`,
    };
}

const nameOf = ({ principal, source }: Contract['producers'][number]): string =>
  [
    principal === undefined ? [] : [`producer "${principal}"`],
    source === undefined ? [] : [`source "${source}"`],
  ]
    .flat()
    .join(' with ') || 'producer without a name';
