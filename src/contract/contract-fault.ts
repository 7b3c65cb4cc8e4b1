/** Why a text is not an acceptable contract. */
export interface ContractFault {
  /** Permanent public name, e.g. `CONTRACT_UNKNOWN_KEY`, `CONFLICT_POLICY_MISSING`. */
  readonly code: string;
  /** JSON Pointer into the document; empty for the whole. */
  readonly pointer: string;
  /** What is wrong, and then what to do. */
  readonly message: string;
  /** 1-based, where the document came as text. */
  readonly line?: number;
  readonly column?: number;
}
