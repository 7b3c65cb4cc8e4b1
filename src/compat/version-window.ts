import { type Contract, durationMs } from '#contract';
import type { CompatibilityReport, WindowReport } from './report.js';

/** An older version, and when it became one. */
export interface DatedVersion {
  /** Milliseconds since 1970; absent where nobody knows, which counts as just now. */
  readonly publishedAt?: number;
  /** Somebody is known to read or keep events of it, however old it is. */
  readonly isInUse?: boolean;
}

/** How far a comparison looks back, as `compatibility.window` of a contract says it. */
export interface LookBack {
  readonly window: string;
  /** How long the topic keeps an event, for the window `retention`; absent means for ever. */
  readonly retention?: string | undefined;
  readonly nowMs: number;
}

/** What was compared with, and what was not. */
export interface VersionWindow<Version> {
  readonly inside: readonly Version[];
  readonly leftOut: readonly Version[];
}

/**
 * Splits older versions, oldest first, into those whose events can still be met and those whose
 * cannot. The last event of a version is no younger than the version that followed it, so it is gone
 * once that is longer ago than events are kept. The newest version is always inside.
 */
export function inWindow<Version extends DatedVersion>(
  older: readonly Version[],
  lookBack: LookBack,
): VersionWindow<Version> {
  const count = /^versions:(\d+)$/.exec(lookBack.window)?.[1];
  const keptMs = keptFor(lookBack);
  const isInside = (each: Version, i: number): boolean => {
    if (each.isInUse === true || i === older.length - 1) return true;
    if (count !== undefined) return older.length - i <= Number(count);
    const supersededAt = older[i + 1]?.publishedAt ?? lookBack.nowMs;
    return supersededAt + keptMs >= lookBack.nowMs;
  };
  return {
    inside: older.filter(isInside),
    leftOut: older.filter((each, i) => !isInside(each, i)),
  };
}

function keptFor({ window, retention }: LookBack): number {
  const duration = window === 'retention' ? retention : window;
  return duration?.startsWith('P') === true ? durationMs(duration) : Infinity;
}

/** What a contract says about looking back; the time is the caller's to add. */
export type LookBackTerms = Omit<LookBack, 'nowMs'>;

type Kept = Pick<Contract['channel'], 'retention' | 'cleanup'>;
interface Promised {
  readonly compatibility: Pick<Contract['compatibility'], 'window'>;
  readonly channel: Kept;
}

/**
 * The window of a contract. A compacted topic keeps the latest event of a key for ever; and what
 * was kept longer until now is still there when a contract begins to keep it for less.
 */
export function lookBackOf(
  { compatibility: { window }, channel }: Promised,
  before?: { readonly channel: Kept },
): LookBackTerms {
  const times = [channel, ...(before ? [before.channel] : [])].map(({ retention, cleanup }) =>
    cleanup === 'compact' ? undefined : retention,
  );
  const known = times.filter((time) => time !== undefined);
  if (known.length < times.length) return { window };
  const [longest] = known.toSorted((a, b) => durationMs(b) - durationMs(a));
  return { window, retention: longest };
}

/** Nothing is said where nothing was left out. */
export const windowReport = (
  inside: readonly unknown[],
  leftOut: readonly { readonly version: number }[],
  { window }: LookBackTerms,
): Pick<CompatibilityReport, 'window'> =>
  leftOut.length === 0
    ? {}
    : {
        window: { window, inside: inside.length, leftOut: leftOut.map(({ version }) => version) },
      };

/** In words, for a report: what the window let in and what it left out. */
export function windowInWords({
  window,
  inside,
  leftOut: { length: leftOut },
}: WindowReport): string {
  const versions = (count: number) => `${count} ${count === 1 ? 'version' : 'versions'}`;
  const older = `${leftOut} older ${leftOut === 1 ? 'one' : 'ones'} left out`;
  return `${versions(inside)} in the window ${window}, ${older}`;
}
