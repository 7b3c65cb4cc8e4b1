/** One reason why a value is not what its schema promises. */
export interface Violation {
  /** JSON Pointer into the event. */
  readonly pointer: string;
  /** The schema keyword that refused, e.g. `required`, `enum`. */
  readonly keyword: string;
  /** JSON Pointer into the schema. */
  readonly schemaPointer: string;
  /** A sentence that never quotes the event's values: they may be personal. */
  readonly message: string;
}
