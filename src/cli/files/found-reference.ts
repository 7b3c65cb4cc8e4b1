import type { ReferencedSource } from '#schema';

/** A schema that another one refers to, and the file its text stands in. */
export interface FoundReference extends ReferencedSource {
  readonly path: string;
  /** What that file holds, where it is a contract with the schema written inside. */
  readonly contractText?: string;
}
