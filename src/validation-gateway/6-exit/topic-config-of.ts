import { durationMs } from '#contract';
import type { ContractInForce } from '../contract-in-force.js';
import { topicsOf } from '../topics-of.js';

/**
 * What a topic is made with in Kafka: its events stay as long as the contract that wants them
 * longest says, and for ever where one asks for compaction, since an old event may be the only word
 * about its entity. Where one names no retention, the broker's default stands. To compact is left to
 * who runs Kafka: a compacted topic refuses what has no key, and one such event would stop the relay.
 */
export function topicConfigOf(
  topic: string,
  contracts: readonly Pick<ContractInForce, 'contract'>[],
): Readonly<Record<string, string>> {
  const channels = contracts
    .flatMap(({ contract }) => topicsOf(contract))
    .filter((each) => each.topic === topic);
  const isCompacted = channels.some(({ cleanup }) => cleanup === 'compact');
  if (isCompacted) return { 'retention.ms': '-1' };
  const kept = channels.map(({ retention }) =>
    retention === undefined ? Infinity : durationMs(retention),
  );
  const longest = Math.max(0, ...kept);
  return longest > 0 && Number.isFinite(longest) ? { 'retention.ms': String(longest) } : {};
}
