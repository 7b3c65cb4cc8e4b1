/** What bytes alone tell about an event. */
export const VALID = 1;
export const INVALID = 0;
/** Whoever makes a value of the bytes has to say. */
export const UNTOLD = -1;

/** Judges events of one schema by their bytes, without making a value of them. */
export interface BytesJudge {
  /**
   * VALID and INVALID are what making a value and validating it would say, limits of events
   * included; UNTOLD leaves the question open.
   *
   * @param isOpen whether VALID may be said of an event that carries what the schema does not declare
   */
  readonly judge: (bytes: Uint8Array, isOpen: boolean) => number;
}

export const TELLS_NOTHING: BytesJudge = { judge: () => UNTOLD };
