/** Bounds are a quarter of a doubling apart, so a quantile is told to within 19 %. */
const PER_DOUBLING = 4;
/** Up to about 12 days. */
const LAST = 120;

export interface BucketCount {
  readonly bucket: number;
  readonly count: number;
}

/** The bucket a duration falls into; clocks of producers may run ahead, which is no time at all. */
export const bucketOf = (ms: number): number =>
  ms <= 1 ? 0 : Math.min(LAST, Math.ceil(PER_DOUBLING * Math.log2(ms)));

/** The same in SQL. */
export const bucketInSql = (ms: string): string =>
  `least(${LAST}, ceil(${PER_DOUBLING} * ln(greatest(${ms}, 1)) / ln(2)))::smallint`;

/** The longest that falls into a bucket, milliseconds. */
export const boundOf = (bucket: number): number => 2 ** (bucket / PER_DOUBLING);

/**
 * What `share` of all stayed within, milliseconds: never less than it really was.
 * @param counts not empty
 */
export function quantileOf(counts: readonly BucketCount[], share: number): number {
  const sorted = [...counts].sort((one, other) => one.bucket - other.bucket);
  const wanted = share * sorted.reduce((sum, { count }) => sum + count, 0);
  let seen = 0;
  const reached = sorted.find(({ count }) => (seen += count) >= wanted) ?? sorted.at(-1);
  return boundOf(reached?.bucket ?? 0);
}
