/** Where neighbours that are alike begin, and where the next kind does. */
export interface Run {
  readonly start: number;
  readonly end: number;
}

/** Events of one request are mostly alike: those that follow each other are counted together. */
export function forEachRun(
  length: number,
  isAlike: (first: number, other: number) => boolean,
  count: (run: Run) => void,
): void {
  for (let start = 0, end = 1; start < length; start = end++) {
    while (end < length && isAlike(start, end)) end++;
    count({ start, end });
  }
}
