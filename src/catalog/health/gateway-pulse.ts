import { Injectable } from '@nestjs/common';
import type { RequestHeaders } from '#kernel';
import { AskGateway } from '../gateway/ask-gateway.js';
import { type GatewayLatency, gatewayLatency } from './gateway-latency.js';

export interface Pulse {
  readonly isReachable: boolean;
  /** Each line of its `/readyz`. */
  readonly checks: readonly {
    readonly name: string;
    readonly isReady: boolean;
    readonly detail: string;
  }[];
  readonly latency?: GatewayLatency;
}

/** By bytes, by value, or both: how the gateway judges events of one contract. */
export type Tier = 'bytes' | 'part' | 'value' | 'nothing';

const FRESH_MS = 2_000;
const TIER_FRESH_MS = 60_000;
const TIERS_KEPT = 500;

/** What a gateway says of itself, asked at most every other second however many pages are open. */
@Injectable()
export class GatewayPulse {
  private known: { readonly at: number; readonly pulse: Promise<Pulse> } | undefined;
  private readonly tiers = new Map<string, { at: number; tier: Promise<Tier | undefined> }>();

  constructor(private readonly gateway: AskGateway) {}

  feel(headers: RequestHeaders): Promise<Pulse> {
    const now = performance.now();
    if (!this.known || now - this.known.at > FRESH_MS)
      this.known = { at: now, pulse: this.ask(headers) };
    return this.known.pulse;
  }

  tierOf(id: string, headers: RequestHeaders): Promise<Tier | undefined> {
    const now = performance.now();
    const known = this.tiers.get(id);
    if (known && now - known.at < TIER_FRESH_MS) return known.tier;
    if (this.tiers.size >= TIERS_KEPT) this.tiers.clear();
    const tier = this.askTier(id, headers);
    this.tiers.set(id, { at: now, tier });
    return tier;
  }

  private async ask(headers: RequestHeaders): Promise<Pulse> {
    try {
      const [ready, metrics] = await Promise.all(
        ['/readyz', '/metrics'].map((path) => this.gateway.get(path, headers)),
      );
      const { checks = [] } = JSON.parse(ready?.body.toString('utf8') ?? '{}') as Partial<Pulse>;
      const latency = gatewayLatency(metrics?.body.toString('utf8') ?? '');
      return { isReachable: true, checks, ...(latency && { latency }) };
    } catch {
      return { isReachable: false, checks: [] };
    }
  }

  private async askTier(id: string, headers: RequestHeaders): Promise<Tier | undefined> {
    try {
      const path = `/v1/validate/${encodeURIComponent(id)}`;
      const { status, body } = await this.gateway.get(path, headers);
      if (status !== 200) return undefined;
      return (JSON.parse(body.toString('utf8')) as { judgedBy?: Tier }).judgedBy;
    } catch {
      return undefined;
    }
  }
}
