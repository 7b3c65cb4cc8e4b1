import type { StoppedRollout } from '#registry';
import type { SeenGroup } from '../parties/read-groups.js';
import type { ReasonTotal, VerdictTotal } from '../tallies/day-sums.js';
import type { Pulse, Tier } from './gateway-pulse.js';

/** One thing that is wrong, and where to look. */
export interface Trouble {
  readonly severity: 'bad' | 'warn';
  readonly sentence: string;
  readonly event?: string;
  readonly lineage?: string;
  readonly page?: 'quarantine';
  /** Part of the event's page. */
  readonly section?: 'rollout';
  /** When it began, where that is known. */
  readonly since?: string;
}

export interface HealthEvent {
  readonly id: string;
  readonly name: string;
  /** In force. */
  readonly mode: string;
  /** Whether it would enforce, had it not refused too much when it was new. */
  readonly hasSteppedBack: boolean;
  readonly tier?: Tier;
  readonly accepted: number;
  readonly refused: number;
  readonly decisionUs: number;
}

export interface HealthAnswer {
  readonly troubles: readonly Trouble[];
  readonly gateway: Pulse;
  readonly verdicts: readonly VerdictTotal[];
  readonly reasons: readonly ReasonTotal[];
  readonly series: {
    readonly from: string;
    readonly accepted: readonly number[];
    readonly refused: readonly number[];
  };
  readonly events: readonly HealthEvent[];
  readonly modes: readonly { readonly mode: string; readonly contracts: number }[];
  readonly relay: readonly { readonly topic: string; readonly events: number }[];
  readonly groups: readonly (Omit<SeenGroup, 'lastSeen'> & { readonly lastSeen?: string })[];
  readonly quarantine: { readonly cases: number; readonly events: number };
  /** Policies that were tried and stand still, the last one first. */
  readonly stopped: readonly (StoppedRollout & { readonly id: string; readonly name: string })[];
}
