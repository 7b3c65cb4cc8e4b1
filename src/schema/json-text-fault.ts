/** Why a text is not JSON as a schema is written in, and where. */
export interface JsonTextFault {
  readonly kind:
    | 'syntax'
    | 'too-deep'
    | 'too-wide'
    | 'too-many-nodes'
    | 'duplicate-name'
    | 'reserved-name'
    | 'number-range';
  readonly pointer: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}
