/** 1-based. */
export interface Spot {
  readonly line: number;
  readonly column: number;
}

/** Ends the reading of a text; never leaves the parser. */
export class Unreadable extends Error {
  constructor(
    readonly spot: Spot,
    message: string,
    readonly code = 'SCHEMA_SYNTAX',
  ) {
    super(message);
  }
}
