import { completeContent } from './complete-content.js';
import type { SchemaDraft } from './schema-draft.js';
import { identityOf, type SchemaContent } from './schema-identity.js';
import type { ScopedSettings } from './store/settings.js';
import type { StoredVersion } from './store/stored-version.js';
import { isTracked } from './tracked-version.js';

/**
 * Whether the same draft finds the same version until `changes` counts something: it rests on
 * nothing newer, and no version that is made later can be nearer to it than the one that is it.
 */
export function isLasting(
  { references, metadata }: SchemaDraft,
  content: SchemaContent,
  { found, around }: { readonly found: StoredVersion; readonly around: ScopedSettings },
): boolean {
  if (isTracked({ metadata }) || references.some(({ version }) => version === -1)) return false;
  const asked = identityOf(completeContent(content, undefined, around));
  return asked.fingerprint.equals(identityOf(found.schema).fingerprint);
}
