import { many, one, type RawSearch } from '../shell/search-text';

/** Where one looks from, and how far. */
export interface LineageSearch {
  readonly of?: string;
  readonly depth?: number;
  /** Columns drawn whole however many stand in them, by their distance. */
  readonly whole?: readonly number[];
}

export const DEPTHS = [1, 2, 3, 4] as const;
export const DEPTH_BY_DEFAULT = 2;

export function readLineageSearch(raw: RawSearch): LineageSearch {
  const of = one(raw['of']);
  const depth = Number(one(raw['depth']) ?? raw['depth']);
  const whole = (many(raw['whole']) ?? numbersIn(raw['whole']))
    .map(Number)
    .filter((each) => Number.isInteger(each) && Math.abs(each) <= DEPTHS.length);
  const isDepth = DEPTHS.some((each) => each === depth);
  return {
    ...(of !== undefined && { of }),
    ...(isDepth && depth !== DEPTH_BY_DEFAULT && { depth }),
    ...(whole.length > 0 && { whole }),
  };
}

/** A link of this page has numbers, an address has words. */
const numbersIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
