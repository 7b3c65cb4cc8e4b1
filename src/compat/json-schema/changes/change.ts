import type { Json } from '../json.js';

/** Steps from the root of a document, as keys and indices in text form. */
export type Path = readonly string[];

/** Sets or (with no value) removes what stands at a path. */
export interface Edit {
  readonly path: Path;
  readonly value: Json | undefined;
}

/** What differs between two schemas, in words and in place. */
export interface Difference {
  readonly ruleId: string;
  readonly oldPath: Path;
  readonly newPath: Path;
  readonly oldShape: Json | undefined;
  readonly newShape: Json | undefined;
  /** One sentence: what changed. */
  readonly message: string;
  /** Only describes; no event is judged differently. */
  readonly isDocumentation: boolean;
  /** Of a change in another document: the name it is referred to by. Paths and edits are in that one. */
  readonly reference?: string | undefined;
}

/** One difference that can be made and taken back alone; whether it breaks anybody is decided later. */
export interface Change extends Difference {
  /** Makes of the old document one with this change alone. */
  readonly intoOld: Edit;
  /** Makes of the new document one without this change. */
  readonly outOfNew: Edit;
}
