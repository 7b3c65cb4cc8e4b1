export interface SizeRange {
  readonly min: number;
  readonly max: number;
}

/** How many members a claim about size leaves. A range is open at one end, so is what denies it. */
export const sizeRange = (claimed: SizeRange, isNegated: boolean): SizeRange => {
  if (!isNegated) return claimed;
  return claimed.max === Infinity
    ? { min: 0, max: claimed.min - 1 }
    : { min: claimed.max + 1, max: Infinity };
};
