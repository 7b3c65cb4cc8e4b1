import { type Contract, durationMs } from '#contract';
import type { KeptTopic } from '#event-log';

/**
 * How long each topic keeps its events: as long as the contract that wants them longest. One that
 * names no retention keeps them for ever, and so does a compacted topic, where an old event may be
 * the only word about its entity.
 */
export function keptTopics(
  contracts: readonly { readonly contract: Contract }[],
  now: Date,
): readonly KeptTopic[] {
  const channels = contracts.map(({ contract }) => contract.channel);
  return [...Map.groupBy(channels, ({ topic }) => topic)].flatMap(([topic, ofTopic]) => {
    const longest = Math.max(...ofTopic.map(keptMs));
    return Number.isFinite(longest) ? { topic, since: new Date(now.getTime() - longest) } : [];
  });
}

const keptMs = ({ retention, cleanup }: Contract['channel']): number =>
  retention === undefined || cleanup === 'compact' ? Infinity : durationMs(retention);
