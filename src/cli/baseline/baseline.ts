import type { VersionedSchema } from '#compat';
import type { Contract } from '#contract';
import type { Found, ResolveReferences } from '../files/read-found.js';
import type { FoundPath } from '../files/find-files.js';

/** An older version, and where it was found. */
export interface OldVersion extends VersionedSchema {
  readonly where: string;
  /** The file its schema's text stands in, where it is a file. */
  readonly schemaPath?: string;
  /** Where the baseline holds contracts and not only schemas. */
  readonly contract?: Contract;
}

/** What new files are compared with. */
export interface Baseline {
  /** In words, for the report. */
  readonly label: string;
  /** Where the schemas that contracts refer to are found; only a registry has them. */
  readonly references?: ResolveReferences;
  /** Older versions, oldest first; none where the baseline does not know it. */
  counterpartOf(found: Found, at: FoundPath): Promise<readonly OldVersion[]>;
}
