import { one, type RawSearch } from '../shell/search-text';

/** Where one looks from, and how far. */
export interface LineageSearch {
  readonly of?: string;
  readonly depth?: number;
}

export const DEPTHS = [1, 2, 3, 4] as const;
export const DEPTH_BY_DEFAULT = 2;

export function readLineageSearch(raw: RawSearch): LineageSearch {
  const of = one(raw['of']);
  const depth = Number(one(raw['depth']) ?? raw['depth']);
  const isDepth = DEPTHS.some((each) => each === depth);
  return {
    ...(of !== undefined && { of }),
    ...(isDepth && depth !== DEPTH_BY_DEFAULT && { depth }),
  };
}
