import type { Contract } from '#contract';

type Topic = Pick<Contract['channel'], 'topic' | 'retention' | 'cleanup'>;

/** Topics a contract speaks for: that of its events, and that of copies of those it refuses. */
export function topicsOf({ channel, enforcement }: Contract): readonly Topic[] {
  const { deadLetterTopic } = enforcement;
  if (deadLetterTopic === undefined) return [channel];
  // A dead letter is never the only word about an entity.
  const { retention } = channel;
  const letters = { topic: deadLetterTopic, cleanup: 'delete' } as const;
  return [channel, { ...letters, ...(retention !== undefined && { retention }) }];
}
