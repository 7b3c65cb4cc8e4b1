import { type Contract, durationMs } from '#contract';
import type { KeptTopic } from '#event-log';
import { topicsOf } from '../topics-of.js';

/**
 * How long each topic keeps its events: as long as the contract that wants them longest. One that
 * names no retention keeps them for ever, and so does a compacted topic, where an old event may be
 * the only word about its entity.
 */
export function keptTopics(
  contracts: readonly { readonly contract: Contract }[],
  now: Date,
): readonly KeptTopic[] {
  const channels = contracts.flatMap(({ contract }) => topicsOf(contract));
  return [...Map.groupBy(channels, ({ topic }) => topic)].flatMap(([topic, ofTopic]) => {
    const longest = Math.max(...ofTopic.map(keptMs));
    return Number.isFinite(longest) ? { topic, since: new Date(now.getTime() - longest) } : [];
  });
}

const keptMs = ({
  retention,
  cleanup,
}: Pick<Contract['channel'], 'retention' | 'cleanup'>): number =>
  retention === undefined || cleanup === 'compact' ? Infinity : durationMs(retention);
