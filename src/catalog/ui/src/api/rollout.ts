import { contractReport } from './contract-report';

export interface PolicyVerdict {
  readonly fate: string;
  readonly reason: string;
}

export interface Divergence {
  readonly inForce: PolicyVerdict;
  readonly candidate: PolicyVerdict;
  readonly count: number;
  readonly samples: readonly {
    readonly eventId?: string;
    readonly position?: string;
    readonly at: string;
  }[];
}

export interface RolloutAnswer {
  readonly rollout: {
    readonly percent: number;
    readonly stickiness: 'entity.key' | 'key' | 'producer';
    readonly stopped: { readonly at: string; readonly by: string; readonly reason: string } | null;
  } | null;
  readonly compared: number;
  readonly differing: number;
  readonly unsettled: number;
  readonly divergences: readonly Divergence[];
}

export const rolloutQuery = (id: string) => contractReport<RolloutAnswer>('rollout', id);
