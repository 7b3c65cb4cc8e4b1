import type { Json } from '../json.js';

/** Steps from the root of a document, as keys and indices in text form. */
export type Path = readonly string[];

/** Sets or (with no value) removes what stands at a path. */
export interface Edit {
  readonly path: Path;
  readonly value: Json | undefined;
}

/** One difference between two schemas; whether it breaks anybody is decided later. */
export interface Change {
  readonly ruleId: string;
  readonly oldPath: Path;
  readonly newPath: Path;
  readonly oldShape: Json | undefined;
  readonly newShape: Json | undefined;
  /** One sentence: what changed. */
  readonly message: string;
  /** Only describes; no event is judged differently. */
  readonly isDocumentation: boolean;
  /** The old document with this change alone; `undefined` where it cannot be made alone. */
  readonly intoOld?: Edit;
  /** The new document without this change. */
  readonly outOfNew?: Edit;
  /** Of a change in another document: the name it is referred to by. Paths and edits are in that one. */
  readonly reference?: string | undefined;
}
