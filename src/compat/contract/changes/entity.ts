import { guardsEntity } from '#contract';
import { exampleEvent } from '../example-event.js';
import { effects, type Facet } from '../facet.js';
import type { ContractPair } from '../meaning-change.js';
import type { Evidence } from '../meaning-finding.js';

/** What the events are about, and how old is told from new. */
export const entityFacets: readonly Facet[] = [
  {
    ruleId: 'CONTRACT_ENTITY_CHANGED',
    at: '/semantics/entity/type',
    what: 'type of the entity',
    of: ({ semantics }) => semantics.entity?.type,
    effect: effects({
      changed: ['breaking', 'consumers'],
      added: ['warning', 'producers'],
      removed: ['breaking', 'consumers'],
    }),
  },
  {
    ruleId: 'CONTRACT_ENTITY_CHANGED',
    at: '/semantics/entity/key',
    what: 'key of the entity',
    of: ({ semantics }) => semantics.entity?.key,
    effect: effects({
      changed: ['breaking', 'producers', 'consumers'],
      added: ['warning', 'producers'],
      removed: ['breaking', 'consumers'],
    }),
  },
  {
    ruleId: 'CONTRACT_VERSION_FIELD_CHANGED',
    at: '/semantics/entity/version',
    what: 'version of the entity',
    of: ({ semantics }) => semantics.entity?.version,
    effect: effects({
      changed: ['breaking', 'producers', 'consumers'],
      added: ['warning', 'producers'],
      removed: ['breaking', 'consumers'],
    }),
    evidence: ({ old }, _from, to) =>
      to === undefined
        ? {
            events: [exampleEvent(old, { version: 2 }), exampleEvent(old, { version: 1 })],
            before: 'the second is older than the first and does not reach the consumers',
            now: 'the second reaches the consumers and overwrites the first',
          }
        : undefined,
  },
  {
    ruleId: 'CONTRACT_GAP_POLICY_CHANGED',
    at: '/semantics/entity/gap',
    what: 'policy for skipped versions',
    // Not declared means the same as allowed.
    of: ({ semantics }) => semantics.entity?.gap ?? 'allow',
    effect: (from, to, { old }) =>
      old.semantics.entity?.version === undefined
        ? ['warning', 'producers']
        : to === 'reject'
          ? ['breaking', 'producers']
          : from === 'reject' || to === 'allow'
            ? ['breaking', 'consumers']
            : ['warning', 'producers'],
    evidence: skippedVersion,
  },
  {
    ruleId: 'CONTRACT_SOURCE_OF_TRUTH_CHANGED',
    at: '/semantics/entity/sourceOfTruth',
    what: 'source of truth',
    of: ({ semantics }) => semantics.entity?.sourceOfTruth,
    effect: effects({
      changed: ['breaking', 'producers', 'consumers'],
      added: ['warning', 'producers'],
      removed: ['warning', 'consumers'],
    }),
  },
  {
    ruleId: 'CONTRACT_OPERATION_CHANGED',
    at: '/semantics/operation/from',
    what: 'field that names the operation',
    of: ({ semantics }) => semantics.operation?.from,
    effect: effects({
      changed: ['breaking', 'producers', 'consumers'],
      added: ['warning', 'producers'],
      removed: ['breaking', 'consumers'],
    }),
  },
  {
    ruleId: 'CONTRACT_TRANSITIONS_CHANGED',
    at: '/semantics/transitions/field',
    what: 'field that holds the state',
    of: ({ semantics }) => semantics.transitions?.field,
    effect: effects({
      changed: ['breaking', 'producers', 'consumers'],
      added: ['warning', 'producers'],
      removed: ['breaking', 'consumers'],
    }),
  },
  {
    ruleId: 'CONTRACT_CONFLICT_POLICY_CHANGED',
    at: '/semantics/conflict/policy',
    what: 'conflict policy',
    // Not declared means the same as refused.
    of: ({ semantics: { conflict } }) => conflict?.policy ?? 'reject',
    effect: (_from, _to, { old }) =>
      guardsEntity(old.semantics)
        ? ['breaking', 'producers', 'consumers']
        : ['warning', 'producers'],
    evidence: concurrentWrites,
  },
];

const FATES: Readonly<Record<string, string>> = {
  allow: 'both are accepted',
  reject: 'the second is refused until the version between them has come',
};
const fateOfGap = (gap: unknown): string =>
  FATES[String(gap)] ?? `the second waits, ${String(gap).replace('wait:', 'at most ')}`;

function skippedVersion({ old }: ContractPair, from: unknown, to: unknown): Evidence | undefined {
  if (old.semantics.entity?.version === undefined) return undefined;
  return {
    events: [exampleEvent(old, { version: 1 }), exampleEvent(old, { version: 3 })],
    before: fateOfGap(from),
    now: fateOfGap(to),
  };
}

const SETTLED: Readonly<Record<string, string>> = {
  reject: 'the one that comes second is refused',
  'last-writer-wins': 'the one with the later clock stands',
  'vector-clock': 'neither knew of the other, so both are held as a conflict',
  merge: 'both are merged into one',
  review: 'the one that comes second is held for a person',
};

function concurrentWrites({ old }: ContractPair, from: unknown, to: unknown): Evidence | undefined {
  if (!guardsEntity(old.semantics)) return undefined;
  const write = exampleEvent(old, { version: 2 });
  return {
    events: [write, write],
    before: String(SETTLED[String(from)]),
    now: String(SETTLED[String(to)]),
  };
}
