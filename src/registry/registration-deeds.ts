import type { Deed } from '#audit';
import type { Registered, Registration } from './admit-schema.js';
import { printSubject } from './subject-name.js';

/** What the audit keeps of a registration: nothing, where what was registered was there. */
export function registrationDeeds(
  { stored, isNew }: Registered,
  { createdBy, isForced }: Pick<Registration, 'createdBy' | 'isForced'>,
  isImported = false,
): readonly Deed[] {
  if (!isNew) return [];
  const { id: schemaId, type } = stored.schema;
  return [
    {
      ...{ actor: createdBy, action: 'version.registered', target: printSubject(stored.name) },
      details: {
        ...{ version: stored.version, schemaId, type },
        ...(isForced && { isForced }),
        ...(isImported && { isImported }),
      },
    },
  ];
}
