import type { ContractStatus } from '#contract';
import { fingerprint } from '../fingerprint.js';
import { addressFacets } from './changes/address.js';
import { deliveryFacets } from './changes/delivery.js';
import { entityFacets } from './changes/entity.js';
import { fieldChanges } from './changes/fields.js';
import { mergeChanges } from './changes/merges.js';
import { operationChanges } from './changes/operations.js';
import { producerChanges } from './changes/producers.js';
import { promiseFacets } from './changes/promises.js';
import { ruleChanges } from './changes/rules.js';
import { transitionChanges } from './changes/transitions.js';
import { changesOfFacets } from './facet.js';
import type { ContractPair, MeaningChange } from './meaning-change.js';
import type { MeaningFinding } from './meaning-finding.js';
import { meaningRules } from './meaning-rules.js';

/** Nobody was promised anything yet, or nobody is any more. */
export const PROMISES_NOTHING: ReadonlySet<ContractStatus> = new Set([
  'draft',
  'proposed',
  'retired',
]);

const facets = [...addressFacets, ...entityFacets, ...deliveryFacets, ...promiseFacets];

/**
 * What changed in the meaning of a contract, worst first. A change breaks when an event or a
 * sequence of events that kept the old contract is refused or treated otherwise under the new one;
 * it deserves a look when that depends on what the two sides really do.
 */
export function describeMeaning(pair: ContractPair): readonly MeaningFinding[] {
  const changes = [
    ...changesOfFacets(facets, pair),
    ...operationChanges(pair),
    ...transitionChanges(pair),
    ...producerChanges(pair),
    ...mergeChanges(pair),
    ...ruleChanges(pair),
    ...fieldChanges(pair),
  ];
  return changes
    .map((change) => findingOf(change, pair))
    .sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
}

const ORDER = { breaking: 0, warning: 1, info: 2 } as const;

function findingOf(change: MeaningChange, pair: ContractPair): MeaningFinding {
  const { ruleId, at, from, to, effect, message, evidence } = change;
  const [weight, ...hurts] = effect;
  const { why, fix } = meaningRules[ruleId];
  return {
    ...{ ruleId, severity: severityOf(weight, pair), oldPath: at, newPath: at },
    ...{ message, why, fix, hurts },
    ...(evidence ? { evidence } : {}),
    fingerprint: fingerprint({
      ...{ ruleId, direction: '', path: at },
      ...{ oldShape: JSON.stringify(from) ?? '', newShape: JSON.stringify(to) ?? '' },
    }),
  };
}

function severityOf(weight: MeaningChange['effect'][0], { old, new: changed }: ContractPair) {
  if (PROMISES_NOTHING.has(old.status)) return 'info';
  const { mode, meaning, group } = changed.compatibility;
  const isOtherGroup = group !== old.compatibility.group;
  const isRefused = mode !== 'NONE' && meaning !== 'warn' && !isOtherGroup;
  return weight === 'breaking' && !isRefused ? 'warning' : weight;
}
