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
  /**
   * Of an event inside of a longer text in UTF-8: where it ends that begins at `start`, if it is VALID;
   * 0 where it is not, or where only `judge` can tell. For texts that are read from one end to the other.
   */
  readonly endOfValid?: (bytes: Uint8Array, start: number, isOpen: boolean) => number;
}

export const TELLS_NOTHING: BytesJudge = { judge: () => UNTOLD };
