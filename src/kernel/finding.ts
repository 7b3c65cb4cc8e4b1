/** How much a finding weighs. `breaking` and `warning` decide exit codes; `info` never does. */
export type Severity = 'breaking' | 'warning' | 'info';

/** The smallest event that breaks, really run through both validators. */
export interface Witness {
  /** The event as JSON text. */
  readonly event: string;
  /** What travels, in hexadecimal digits, where the bytes decide and not the text. */
  readonly bytes?: string;
  /** The side that accepts it and the side that refuses it. */
  readonly acceptedBy: 'old' | 'new';
  readonly rejectedBy: 'old' | 'new';
  /** The refusing validator's reason, in words. */
  readonly reason: string;
}

/**
 * A judgement that is the product: a value, never thrown.
 *
 * `oldPath` and `newPath` are JSON Pointers into the schemas, or `name#pointer` into what a schema
 * refers to or imports. `fingerprint` is structural: no English, no line numbers, so the same change in
 * another commit has the same one.
 */
export interface Finding {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly oldPath: string;
  readonly newPath: string;
  /** What changed, one sentence. */
  readonly message: string;
  /** Whom it breaks and how. */
  readonly why: string;
  /** What to do instead. */
  readonly fix: string;
  readonly witness?: Witness;
  readonly fingerprint: string;
}
