const WAIT = 'wait:';

/** How long a skipped version is waited for, as a contract writes it (`PT5S`); nothing where none is. */
export const gapWait = (gap: string | undefined): string | undefined =>
  gap?.startsWith(WAIT) ? gap.slice(WAIT.length) : undefined;
