export interface GatewayLatency {
  readonly p50Us: number;
  readonly p99Us: number;
  /** Requests measured since that gateway started. */
  readonly requests: number;
}

const NAME = 'concordat_gateway_decision_seconds';
const BUCKET = new RegExp(`^${NAME}_bucket\\{le="([^"]+)"[^}]*\\} (\\S+)`);
const MICROSECONDS = 1e6;

/** From the gateway's own histogram: the upper end of the bucket the quantile falls into. */
export function gatewayLatency(metrics: string): GatewayLatency | undefined {
  const buckets = metrics.split('\n').flatMap((line) => {
    const [, upTo = '', count = ''] = BUCKET.exec(line) ?? [];
    return upTo === ''
      ? []
      : [{ upTo: Number(upTo.replace('+Inf', 'Infinity')), count: Number(count) }];
  });
  const requests = buckets.at(-1)?.count ?? 0;
  if (requests === 0) return undefined;
  const longest = buckets.findLast(({ upTo }) => Number.isFinite(upTo))?.upTo ?? 0;
  const at = (share: number) => {
    const found = buckets.find(({ count }) => count >= share * requests)?.upTo ?? longest;
    return Math.round((Number.isFinite(found) ? found : longest) * MICROSECONDS);
  };
  return { p50Us: at(0.5), p99Us: at(0.99), requests };
}
