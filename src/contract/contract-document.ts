import { z } from 'zod';
import {
  backoff,
  compatibilityWindow,
  contractId,
  date,
  duration,
  fieldOrAttribute,
  fieldOrOthers,
  gap,
  line,
  mergeOperator,
  pointer,
  prose,
  rate,
  size,
  topicName,
  word,
} from './document-words.js';

/**
 * The contract as people write it (`docs/contract.md`). Every object is strict: a key nobody
 * reads is a promise nobody keeps, so a typo is refused with the nearest known word.
 */
const EXAMPLES_MAX = 20;

const mode = z.enum(['off', 'observe', 'warn', 'enforce']);

const owner = z.strictObject({ team: line, contact: line.optional(), oncall: line.optional() });

const schema = z.strictObject({
  format: z.enum(['json-schema', 'avro', 'protobuf']).default('json-schema'),
  subject: word.optional(),
  message: line.optional(),
  file: line.optional(),
  definition: z
    .union([z.string(), z.record(z.string(), z.unknown()), z.array(z.unknown()), z.boolean()])
    .optional(),
  references: z
    .array(z.strictObject({ name: line, subject: word, version: z.int().min(1) }))
    .max(500)
    .default([]),
  accepts: z
    .union([
      z.enum(['exact', 'latest', 'any-of-subject']),
      z.strictObject({ from: z.int().min(1), to: z.int().min(1).optional() }),
    ])
    .optional(),
});

const channel = z.strictObject({
  topic: topicName,
  key: pointer.optional(),
  partitions: z.int().min(1).max(10_000).default(1),
  retention: duration.optional(),
  cleanup: z.enum(['delete', 'compact']).default('delete'),
});

const semantics = z.strictObject({
  kind: z.enum(['event', 'state', 'command']).default('event'),
  entity: z
    .strictObject({
      type: word,
      key: fieldOrAttribute,
      version: fieldOrAttribute.optional(),
      gap: gap.optional(),
      sourceOfTruth: line.optional(),
      canonical: z.boolean().optional(),
    })
    .optional(),
  operation: z
    .strictObject({
      from: fieldOrAttribute,
      upsert: z.array(line).max(100).default([]),
      delete: z.array(line).max(100).default([]),
    })
    .optional(),
  transitions: z
    .strictObject({ field: pointer, graph: z.record(line, z.array(line).max(200)) })
    .optional(),
  delivery: z.enum(['at-most-once', 'at-least-once', 'effectively-once']).default('at-least-once'),
  dedup: z
    .strictObject({ window: duration, onMismatch: z.enum(['reject', 'accept']).default('reject') })
    .optional(),
  conflict: z
    .strictObject({
      policy: z.enum(['reject', 'last-writer-wins', 'vector-clock', 'merge', 'review']),
      merge: z.record(fieldOrOthers, mergeOperator).optional(),
    })
    .optional(),
  staleness: z.strictObject({ p99: duration.optional(), max: duration.optional() }).optional(),
});

const field = z.strictObject({
  classification: word.optional(),
  mask: z.enum(['hash', 'redact', 'partial']).optional(),
  deprecatedOn: date.optional(),
  sunsetOn: date.optional(),
  replacedBy: pointer.optional(),
});

const rule = z.strictObject({
  name: word,
  cel: prose,
  message: line.optional(),
  mode: mode.default('enforce'),
  onFailure: z.enum(['reject', 'quarantine']).default('quarantine'),
});

const shareOverTime = z.strictObject({ rejectRate: z.number().min(0).max(1), over: duration });

const enforcement = z.strictObject({
  mode: mode.default('enforce'),
  percent: z.int().min(0).max(100).default(100),
  by: z.enum(['key', 'producer']).optional(),
  rollbackAbove: shareOverTime.optional(),
  promoteBelow: shareOverTime.optional(),
  deadLetterTopic: topicName.optional(),
});

const retry = z.strictObject({
  maxAttempts: z.int().min(1).max(1_000).optional(),
  initialBackoff: backoff.default('PT1S'),
  maxBackoff: backoff.default('PT1M'),
  backoffMultiplier: z.number().min(1).max(100).default(2),
  jitter: z.enum(['full', 'equal', 'none']).default('full'),
});

/** Each is any value here: what it makes of the block it is laid over is read as that block is. */
const overlay = z.unknown().optional();
const rollout = z.strictObject({
  candidate: z.strictObject({
    undeclared: overlay,
    producers: overlay,
    semantics: overlay,
    limits: overlay,
    fields: overlay,
    rules: overlay,
    enforcement: overlay,
  }),
  percent: z.int().min(0).max(100).default(0),
  stickiness: z.enum(['entity.key', 'key', 'producer']).optional(),
});

export const contractDocument = z.strictObject({
  apiVersion: z.literal('concordat/v1'),
  kind: z.literal('EventContract'),
  id: contractId,
  name: line.optional(),
  status: z
    .enum(['draft', 'proposed', 'active', 'deprecated', 'sunset', 'retired'])
    .default('active'),
  domain: word.optional(),
  owner,
  description: z
    .strictObject({ purpose: prose.optional(), limitations: prose.optional() })
    .default({}),
  tags: z.array(word).max(100).default([]),
  criticality: z.enum(['sandbox', 'normal', 'critical']).default('normal'),
  schema: schema.prefault({}),
  envelope: z
    .strictObject({ spec: z.literal('cloudevents').default('cloudevents'), type: line })
    .optional(),
  channel,
  compatibility: z
    .strictObject({
      mode: z
        .enum([
          'NONE',
          'BACKWARD',
          'BACKWARD_TRANSITIVE',
          'FORWARD',
          'FORWARD_TRANSITIVE',
          'FULL',
          'FULL_TRANSITIVE',
        ])
        .default('BACKWARD'),
      window: compatibilityWindow.default('retention'),
      group: line.optional(),
      enums: z.enum(['open', 'closed']).default('closed'),
      formats: z.enum(['assert', 'annotate']).optional(),
      meaning: z.enum(['refuse', 'warn']).optional(),
    })
    .prefault({}),
  undeclared: z.enum(['refuse', 'warn', 'allow']).default('warn'),
  examples: z.array(z.unknown()).max(EXAMPLES_MAX).optional(),
  producers: z
    .array(z.strictObject({ principal: line.optional(), source: line.optional() }))
    .max(1_000)
    .default([]),
  semantics: semantics.prefault({}),
  limits: z.strictObject({ size: size.optional(), rate: rate.optional() }).optional(),
  retry: retry.optional(),
  fields: z.record(pointer, field).default({}),
  rules: z.array(rule).max(100).default([]),
  enforcement: enforcement.prefault({}),
  rollout: rollout.optional(),
  deprecation: z
    .strictObject({ from: date.optional(), sunset: date.optional(), migration: line.optional() })
    .optional(),
});

/** The blocks by which a gateway judges events, beside their schema: what a rollout may try. */
export const policyDocument = contractDocument.pick({
  undeclared: true,
  producers: true,
  semantics: true,
  limits: true,
  fields: true,
  rules: true,
  enforcement: true,
});

export type ContractDocument = z.infer<typeof contractDocument>;
