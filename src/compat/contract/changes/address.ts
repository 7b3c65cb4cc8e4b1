import { type Accepts, durationMs } from '#contract';
import { always, effects, type Facet } from '../facet.js';

/** Where the events are found, and in which order they are read. */
export const addressFacets: readonly Facet[] = [
  {
    ruleId: 'CONTRACT_ID_CHANGED',
    at: '/id',
    what: 'id',
    of: ({ id }) => id,
    effect: always(['warning', 'consumers']),
  },
  {
    ruleId: 'CONTRACT_SUBJECT_CHANGED',
    at: '/schema/subject',
    what: 'subject of the schema',
    of: ({ schema }) => schema.subject,
    effect: always(['warning', 'producers', 'consumers']),
  },
  {
    ruleId: 'CONTRACT_MESSAGE_CHANGED',
    at: '/schema/message',
    what: 'message that is the event',
    of: ({ schema }) => schema.message,
    effect: effects({
      changed: ['warning', 'producers', 'consumers'],
      added: ['warning', 'producers'],
      removed: ['warning', 'consumers'],
    }),
  },
  {
    ruleId: 'CONTRACT_ACCEPTS_CHANGED',
    at: '/schema/accepts',
    what: 'set of schema versions whose events are taken',
    // Not declared means the promised version alone.
    of: ({ schema }) => schema.accepts ?? 'exact',
    effect: (from, to) =>
      takesAllOf(to as Accepts, from as Accepts)
        ? ['warning', 'consumers']
        : ['breaking', 'producers'],
  },
  {
    ruleId: 'CONTRACT_TOPIC_CHANGED',
    at: '/channel/topic',
    what: 'topic',
    of: ({ channel }) => channel.topic,
    effect: always(['breaking', 'consumers']),
  },
  {
    ruleId: 'CONTRACT_TYPE_CHANGED',
    at: '/envelope/type',
    what: 'event type of the envelope',
    of: ({ envelope }) => envelope?.type,
    effect: effects({
      changed: ['breaking', 'producers', 'consumers'],
      added: ['breaking', 'producers'],
      removed: ['breaking', 'consumers'],
    }),
  },
  {
    ruleId: 'CONTRACT_KIND_CHANGED',
    at: '/semantics/kind',
    what: 'kind',
    of: ({ semantics }) => semantics.kind,
    effect: always(['breaking', 'consumers']),
  },
  {
    ruleId: 'CONTRACT_KEY_CHANGED',
    at: '/channel/key',
    what: 'partition key',
    of: ({ channel }) => channel.key,
    effect: effects({
      changed: ['breaking', 'consumers'],
      added: ['warning', 'producers'],
      removed: ['breaking', 'consumers'],
    }),
  },
  {
    ruleId: 'CONTRACT_PARTITIONS_CHANGED',
    at: '/channel/partitions',
    what: 'number of partitions',
    of: ({ channel }) => channel.partitions,
    effect: (_from, _to, { old }) =>
      old.channel.key === undefined ? ['info'] : ['warning', 'consumers'],
  },
  {
    ruleId: 'CONTRACT_RETENTION_CHANGED',
    at: '/channel/retention',
    what: 'time events are kept',
    of: ({ channel }) => channel.retention,
    effect: (from, to) => (isLonger(from, to) ? ['info'] : ['warning', 'consumers']),
  },
  {
    ruleId: 'CONTRACT_CLEANUP_CHANGED',
    at: '/channel/cleanup',
    what: 'clean-up of the topic',
    of: ({ channel }) => channel.cleanup,
    effect: always(['breaking', 'consumers']),
  },
];

/** A time that is not declared promises nothing, so any declared one is longer. */
const isLonger = (from: unknown, to: unknown): boolean =>
  typeof to === 'string' && (typeof from !== 'string' || durationMs(to) > durationMs(from));

/** Whether nothing that the old set took is refused by the new one; both take the promised version. */
function takesAllOf(wider: Accepts, narrower: Accepts): boolean {
  if (wider === 'any-of-subject' || narrower === 'exact') return true;
  if (typeof wider === 'string') return false;
  // The newest version is in every range without an end.
  if (typeof narrower === 'string') return narrower === 'latest' && wider.to === undefined;
  return wider.from <= narrower.from && (wider.to ?? Infinity) >= (narrower.to ?? Infinity);
}
