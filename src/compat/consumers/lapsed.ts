import type { Consumption } from '#contract';

/** What is said of a declaration nobody stands by any more; nothing of one that holds. */
export const lapsed = ({ attestedUntil }: Consumption, today: string): string =>
  attestedUntil !== undefined && attestedUntil < today
    ? ` It stood by that until ${attestedUntil}, which is over.`
    : '';
