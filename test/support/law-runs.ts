import fc from 'fast-check';

/**
 * How far the laws go, in one place. `npm test` draws the same cases every time, so that what is
 * red is red for everybody. `npm run laws` goes a hundred times as far from a seed of its own
 * (`--times`, `--seed`); a failure names the seed, and the same command with it fails again.
 */
export const LAW_TIMES = numberIn('CONCORDAT_LAW_TIMES', 1);
export const LAW_SEED = numberIn('CONCORDAT_LAW_SEED', 20261126);

/** What is exhaustive or as long as the mission asks for takes a night. */
export const isNight = LAW_TIMES >= 100;
export const NIGHT_MS = 12 * 3_600_000;
export const LAW_DEADLINE_MS = LAW_TIMES > 1 ? NIGHT_MS : 120_000;

/** So many cases by day; a hundred times as many by night. */
export const lawRuns = (byDay: number) => ({ numRuns: byDay * LAW_TIMES, seed: LAW_SEED });

/**
 * At length: by night 5,000 pairs met by 10,000 events each, as the mission asks; by day a thousandth
 * of that. From ×10 on all the events come, so that a night may be run in parts, each with a seed of its own.
 */
export const AT_LENGTH = { pairs: 50 * LAW_TIMES, events: Math.min(1_000 * LAW_TIMES, 10_000) };

/** How many events were drawn that refute nothing, and how many of them differ. */
export interface Survivors {
  readonly drawn: number;
  readonly different: number;
}

/** Cases without an end, a few at a time: the same ones for the same seed. */
export function* drawn<T>(arbitrary: fc.Arbitrary<T>, seed: number): Generator<T, never> {
  for (let part = 0; ; part++) yield* fc.sample(arbitrary, { numRuns: 50, seed: seed + part });
}

/** What a night found, for whoever keeps its figures. */
export function tellNight(law: string, figures: object): void {
  if (LAW_TIMES === 1) return;
  process.stdout.write(`${JSON.stringify({ law, ...figures, seed: LAW_SEED })}\n`);
}

function numberIn(name: string, otherwise: number): number {
  const given = Number(process.env[name] ?? otherwise);
  if (!Number.isSafeInteger(given) || given < 1)
    throw new Error(`${name} is no whole number from 1 up: ${process.env[name]}. Correct it.`);
  return given;
}
