import { queryOptions } from '@tanstack/react-query';
import { fetchJson } from './fetch-json';

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

const ASK_EVERY_MS = 15_000;

export const rolloutQuery = (id: string) =>
  queryOptions({
    queryKey: ['rollout', id],
    queryFn: ({ signal }) =>
      fetchJson<RolloutAnswer>(`/v1/contracts/${encodeURIComponent(id)}/rollout`, signal),
    staleTime: ASK_EVERY_MS / 2,
    refetchInterval: ASK_EVERY_MS,
  });
