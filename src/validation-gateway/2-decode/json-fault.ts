export type JsonFaultKind =
  'duplicate-key' | 'lone-surrogate' | 'number-range' | 'too-deep' | 'too-many-values';

/** Why a value that is JSON by its syntax is refused all the same. */
export interface JsonFault {
  readonly kind: JsonFaultKind;
  /** JSON Pointer into the value. */
  readonly pointer: string;
  /** Byte offset in the scanned text. */
  readonly offset: number;
}

/** Thrown inside this stage only: the text is not JSON, so no later value can be found in it. */
export class NotJson extends Error {
  override readonly name = 'NotJson';
  constructor(
    readonly offset: number,
    readonly expected: string,
  ) {
    super(`byte ${offset}: expected ${expected}`);
  }
}
