import { durationMs } from '#contract';
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
