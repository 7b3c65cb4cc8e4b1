import type { DataSource } from 'typeorm';
import { limits } from '#kernel';
import type { Position } from '../logged-event.js';
import { type ChainRow, chainOf, readSealedEvents, sealAt } from '../store/sealed-events.js';
import { ChainCheck, type ChainFault, type SealAt } from './chain-check.js';

/** What was found along a stretch of one partition. */
export interface ChainReport {
  readonly startOffset: number;
  readonly endOffset: number;
  /** Events before it were written before there was a chain. */
  readonly chainedFrom: number;
  /** Events looked at. */
  readonly events: number;
  readonly faults: readonly ChainFault[];
  /** The seal the stretch ends with; undefined where there is no chained event. */
  readonly last: SealAt | undefined;
  /** Where to go on, or the end. */
  readonly nextOffset: number;
}

export type ChainRefusal = 'unknown' | 'unsealed';

/** Where to begin, and the offset behind whose seal the stretch may end. */
export interface Stretch extends Position {
  readonly to: number | undefined;
}

/**
 * Holds a stretch of the log against its digests and seals. It begins after a seal, ends at one, and
 * is bounded; `unsealed` says that no batch ends just before `offset`.
 */
export async function verifyChain(
  dataSource: DataSource,
  stretch: Stretch,
): Promise<ChainReport | ChainRefusal> {
  const chain = await chainOf(dataSource, stretch);
  if (!chain) return 'unknown';
  const from = Math.max(stretch.offset, chain.chainedFrom);
  if (from >= chain.endOffset) return report(chain, from);
  const before = await sealAt(dataSource, chain, from - 1);
  if (!before) return 'unsealed';
  const check = new ChainCheck(before);
  const nextOffset = await walk({ dataSource, chain, check, to: stretch.to }, from);
  if (nextOffset >= chain.endOffset)
    check.finish({ offset: chain.endOffset - 1, seal: chain.lastSeal });
  return report(chain, nextOffset, check);
}

interface Walk {
  readonly dataSource: DataSource;
  readonly chain: ChainRow;
  readonly check: ChainCheck;
  readonly to: number | undefined;
}

/** @returns where to go on */
async function walk({ dataSource, chain, check, to }: Walk, from: number): Promise<number> {
  const bytes = limits.logReadBytes.value;
  for (let offset = from; ;) {
    const page = { offset, events: limits.logReadEvents.value, bytes };
    const events = await readSealedEvents(dataSource, chain, page);
    if (events.length === 0) return chain.endOffset;
    for (const event of events) {
      check.take(event);
      offset = event.offset + 1;
      const isFar =
        check.events >= limits.logVerifyEvents.value || event.offset >= (to ?? Infinity);
      if (check.isSealed && isFar) return offset;
      if (check.faults.length >= limits.logFaultsShown.value && check.isSealed) return offset;
    }
  }
}

const report = (chain: ChainRow, nextOffset: number, check?: ChainCheck): ChainReport => ({
  startOffset: chain.startOffset,
  endOffset: chain.endOffset,
  chainedFrom: chain.chainedFrom,
  events: check?.events ?? 0,
  faults: check?.faults.slice(0, limits.logFaultsShown.value) ?? [],
  last: check?.last ?? lastOf(chain),
  nextOffset,
});

const lastOf = ({ endOffset, chainedFrom, lastSeal }: ChainRow): SealAt | undefined =>
  endOffset > chainedFrom ? { offset: endOffset - 1, seal: lastSeal } : undefined;
