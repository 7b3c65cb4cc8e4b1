import { groupPropertyOf, lookBackOf } from '#compat';
import { type Contract, keywordReadingOf } from '#contract';
import type { PromisedMessage } from './store/promised-messages.js';
import type { StoredVersion } from './store/stored-version.js';
import { assumptionOf, type Terms } from './terms.js';

/** By which rules a contract has its schema judged, and the one before it, if there was any. */
export const contractTerms = (contract: Contract, before: Contract | undefined): Terms => ({
  mode: contract.compatibility.mode,
  assumption: assumptionOf(contract.undeclared),
  lookBack: lookBackOf(contract, before),
  group: groupPropertyOf(contract, before),
  reading: keywordReadingOf(contract),
  own: { contract: contract.id, message: contract.schema.message },
  examples: [...(contract.examples ?? []), ...(before?.examples ?? [])],
});

/** The same for those who read what it promised until now: old readers of new events. */
export const readerTerms = (contract: Contract, before: Contract, old: StoredVersion): Terms => ({
  ...contractTerms(contract, before),
  ...{ mode: 'FORWARD', promised: [promisedBy(before, old)] },
});

export const promisedBy = (
  { id, schema }: Contract,
  { version }: StoredVersion,
): PromisedMessage => ({
  ...{ contract: id, schemaVersion: version, message: schema.message ?? null, isInForce: true },
});
