import type { ProblemRow } from '#kernel';

const row = <Args = void>(problem: ProblemRow<Args>) => problem;

/** What a contract cannot claim, because another one has it. */
export const claimProblems = {
  CONTRACT_TRUTH_TAKEN: row<{ entity: string; claimant: string; source: string }>({
    code: 'CONTRACT_TRUTH_TAKEN',
    http: 409,
    title: 'Source of truth already claimed',
    message: ({ entity, claimant, source }) =>
      `Contract "${claimant}" already names ${source} as the source of truth of entity "${entity}"; an entity has one.`,
    hint: () => 'Leave "semantics.entity.sourceOfTruth" out here, or retire the other claim first.',
  }),
  CONTRACT_TOPIC_TAKEN: row<{ topic: string; type: string; claimant: string }>({
    code: 'CONTRACT_TOPIC_TAKEN',
    http: 409,
    title: 'Topic already under contract',
    message: ({ topic, type, claimant }) =>
      type === ''
        ? `Contract "${claimant}" already covers every event without an envelope on topic "${topic}".`
        : `Contract "${claimant}" already covers events of type "${type}" on topic "${topic}".`,
    hint: () => 'Give this contract an "envelope" with a type of its own, or another topic.',
  }),
  CONTRACT_TOPIC_OF_LETTERS: row<{ topic: string; claimant: string }>({
    code: 'CONTRACT_TOPIC_OF_LETTERS',
    http: 409,
    title: 'Topic of refused events',
    message: ({ topic, claimant }) =>
      `Contract "${claimant}" sends copies of what it refuses to topic "${topic}", so no contract can promise what is there.`,
    hint: () => 'Give this contract another "channel.topic".',
  }),
  DEAD_LETTERS_UNDER_CONTRACT: row<{ topic: string; claimant: string }>({
    code: 'DEAD_LETTERS_UNDER_CONTRACT',
    http: 409,
    title: 'Topic under contract',
    message: ({ topic, claimant }) =>
      `Contract "${claimant}" promises the events on topic "${topic}", and copies of what is refused would break that.`,
    hint: () => 'Name another topic in "enforcement.deadLetterTopic".',
  }),
} as const;
