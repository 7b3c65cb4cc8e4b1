import type { AcceptedSchema } from '#registry';
import type { SchemaName } from '../payload.js';

/** The schema a name means, among those of one subject. */
export function namedOf(
  { accepted, subject }: { readonly accepted: readonly AcceptedSchema[]; readonly subject: string },
  name: SchemaName,
): AcceptedSchema | undefined {
  switch (name.by) {
    case 'id':
      return accepted.find(({ id }) => id === name.id);
    case 'guid':
      return accepted.find(({ guid }) => guid === name.guid);
    case 'version':
      if ((name.subject ?? subject) !== subject) return undefined;
      return accepted.find(({ version }) => version === name.version);
    case 'newest':
      if ((name.subject ?? subject) !== subject) return undefined;
      return accepted.reduce<AcceptedSchema | undefined>(
        (newest, each) => (newest && newest.version > each.version ? newest : each),
        undefined,
      );
    case 'text':
      return undefined;
  }
}
