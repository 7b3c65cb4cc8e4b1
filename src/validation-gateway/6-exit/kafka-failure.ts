/**
 * What a failed send means for its events.
 *
 * `not-stored`: certainly so, and another try may go better: the leader has moved.
 * `refused`: certainly not stored, and never will be as they are.
 * `not-sent`: it never left; another try at once would go no better.
 * `unknown`: perhaps stored, perhaps not. Another try of ours could store them twice, so it is the
 * producer who decides.
 */
export type KafkaFailure = 'not-stored' | 'refused' | 'not-sent' | 'unknown';

/** There was nobody to send it to. */
export class NotSent extends Error {}

/**
 * Error types by the names kafkajs gives Kafka's codes. All but the first can only be a leader's
 * answer to the very request; a topic that is unknown holds nothing, whoever says so.
 *
 * Errors of metadata (LEADER_NOT_AVAILABLE) and of connections are not listed: kafkajs refreshes
 * its metadata after a connection broke half-way, and throws what goes wrong then in place of it.
 */
const CERTAIN: Readonly<Record<string, KafkaFailure>> = {
  UNKNOWN_TOPIC_OR_PARTITION: 'not-stored',
  NOT_LEADER_FOR_PARTITION: 'not-stored',
  NOT_ENOUGH_REPLICAS: 'not-stored',
  FENCED_LEADER_EPOCH: 'not-stored',
  KAFKA_STORAGE_ERROR: 'not-stored',
  CORRUPT_MESSAGE: 'not-stored',
  MESSAGE_TOO_LARGE: 'refused',
  RECORD_LIST_TOO_LARGE: 'refused',
  INVALID_TOPIC_EXCEPTION: 'refused',
  INVALID_TIMESTAMP: 'refused',
  INVALID_RECORD: 'refused',
  UNSUPPORTED_FOR_MESSAGE_FORMAT: 'refused',
  TOPIC_AUTHORIZATION_FAILED: 'refused',
  CLUSTER_AUTHORIZATION_FAILED: 'refused',
  POLICY_VIOLATION: 'refused',
  INVALID_PARTITIONS: 'refused',
  INVALID_REPLICATION_FACTOR: 'refused',
};

export function failureOf(error: unknown): KafkaFailure {
  if (error instanceof NotSent) return 'not-sent';
  return CERTAIN[typeOf(error)] ?? 'unknown';
}

/** Whether the topic itself is gone, so what we remember of it is wrong. */
export function isTopicMissing(error: unknown): boolean {
  return typeOf(error) === 'UNKNOWN_TOPIC_OR_PARTITION';
}

/** kafkajs wraps errors in "retries exceeded", "not retriable" and, for topics, an aggregate. */
function typeOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 4) return '';
  const { type, cause, errors } = error as { type?: unknown; cause?: unknown; errors?: unknown };
  if (typeof type === 'string') return type;
  return typeOf(Array.isArray(errors) ? errors[0] : cause, depth + 1);
}
