import type { Contract, Semantics } from './contract.js';

/** Policies that compare clocks instead of versions. */
export const isByClock = (
  policy: NonNullable<Semantics['conflict']>['policy'] | undefined,
): policy is 'last-writer-wins' | 'vector-clock' =>
  policy === 'last-writer-wins' || policy === 'vector-clock';

/** Whether an event of this contract is held against what is known of its entity. */
export const guardsEntity = ({ entity, conflict, transitions }: Semantics): boolean =>
  entity !== undefined &&
  (entity.version !== undefined ||
    transitions !== undefined ||
    conflict?.policy === 'merge' ||
    isByClock(conflict?.policy));

/** What neither is lost nor repeated has to be recognised when it comes again. */
export const isDeduplicated = ({ dedup, delivery }: Semantics): boolean =>
  dedup !== undefined || delivery === 'effectively-once';

/**
 * The two classes of contract. A guarded one is kept beside what was admitted before, in one
 * transaction with the append; a stateless one never asks a database.
 */
export const isGuarded = ({ semantics }: Pick<Contract, 'semantics'>): boolean =>
  guardsEntity(semantics) || isDeduplicated(semantics);
