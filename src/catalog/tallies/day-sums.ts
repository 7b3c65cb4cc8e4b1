import { REFUSING_VERDICTS } from '../live/refusing-verdicts.js';
import type { FateSum } from '../store/tally-rows.js';

export interface VerdictTotal {
  readonly verdict: string;
  readonly count: number;
}

export interface ReasonTotal {
  readonly reason: string;
  readonly count: number;
  /** How many contracts it was the reason of. */
  readonly contracts: number;
}

export interface ContractTotal {
  readonly id: string;
  readonly accepted: number;
  readonly refused: number;
  /** Of one event, on average. */
  readonly decisionUs: number;
}

/** The last day of everything the gateways judged. */
export interface DayTotals {
  readonly verdicts: readonly VerdictTotal[];
  readonly reasons: readonly ReasonTotal[];
  /** Those with most refusals first, then those with most events. */
  readonly contracts: readonly ContractTotal[];
}

const ROWS_MAX = 12;

const after = (one: string, other: string) => (one < other ? -1 : Number(one > other));

/** What became of the events of all contracts, added up as it comes. */
export class DaySums {
  private readonly verdicts = new Map<string, number>();
  private readonly reasons = new Map<string, { count: number; contracts: Set<string> }>();
  private readonly contracts = new Map<string, { accepted: number; refused: number; us: number }>();
  private told: DayTotals | undefined;

  add({ contractId, verdict, reason, count, decisionUs }: FateSum): void {
    this.told = undefined;
    this.verdicts.set(verdict, (this.verdicts.get(verdict) ?? 0) + count);
    const sums = this.contracts.get(contractId) ?? { accepted: 0, refused: 0, us: 0 };
    this.contracts.set(contractId, sums);
    const isRefused = REFUSING_VERDICTS.includes(verdict);
    sums[isRefused ? 'refused' : 'accepted'] += count;
    sums.us += decisionUs;
    if (!isRefused) return;
    const cause = this.reasons.get(reason) ?? { count: 0, contracts: new Set() };
    this.reasons.set(reason, cause);
    cause.count += count;
    cause.contracts.add(contractId);
  }

  totals(): DayTotals {
    return (this.told ??= {
      verdicts: [...this.verdicts]
        .map(([verdict, count]) => ({ verdict, count }))
        .sort((a, b) => b.count - a.count || after(a.verdict, b.verdict)),
      reasons: [...this.reasons]
        .map(([reason, { count, contracts }]) => ({ reason, count, contracts: contracts.size }))
        .sort((a, b) => b.count - a.count || after(a.reason, b.reason))
        .slice(0, ROWS_MAX),
      contracts: this.worst(),
    });
  }

  /** One walk over them: sorted, ten thousand would hold up every other answer. */
  private worst(): readonly ContractTotal[] {
    const rows: ContractTotal[] = [];
    const order = (a: ContractTotal, b: ContractTotal) =>
      b.refused - a.refused || b.accepted - a.accepted || after(a.id, b.id);
    for (const [id, { accepted, refused, us }] of this.contracts) {
      const row = { id, accepted, refused, decisionUs: us / Math.max(1, accepted + refused) };
      const last = rows.at(-1);
      if (rows.length === ROWS_MAX && last && order(last, row) < 0) continue;
      rows.push(row);
      rows.sort(order);
      rows.length = Math.min(rows.length, ROWS_MAX);
    }
    return rows;
  }
}
