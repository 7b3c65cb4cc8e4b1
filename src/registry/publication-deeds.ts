import type { Deed } from '#audit';
import type { Contract } from '#contract';
import type { Registered } from './admit-schema.js';
import { registrationDeeds } from './registration-deeds.js';
import { rolloutDeeds } from './rollout/rollout-deeds.js';
import type { StoredContract } from './store/contracts.js';

interface Publishing {
  readonly request: { readonly publishedBy: string; readonly isForced: boolean };
  readonly contract: Contract;
  readonly before: Contract | undefined;
}

/** What the audit keeps of a contract version: first the version of its schema, where it made one. */
export function publicationDeeds(
  { id, version, schemaId, isForced, reason }: StoredContract,
  registered: Registered,
  { request, contract, before }: Publishing,
): readonly Deed[] {
  const whose = { actor: request.publishedBy, target: id };
  const details = { version, schemaId, isForced, ...(reason && { reason }) };
  const registration = { createdBy: request.publishedBy, isForced: request.isForced };
  return [
    ...registrationDeeds(registered, registration),
    { ...whose, action: 'contract.published', details },
    ...rolloutDeeds({ contract, before }).map((deed) => ({
      ...{ ...whose, ...deed },
      details: { version, ...deed.details },
    })),
  ];
}
