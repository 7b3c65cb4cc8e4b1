import { z } from 'zod';
import { limits, type OperationTable, type RefusalRow } from '#kernel';
import { registrationRefusals } from '#registry';
import { gatewayProblems as rows } from '../problems.js';
import { reasons } from '../reasons.js';
import { fate, position, retry, standing, violation } from './verdict-shapes.js';
import { verdictOperations } from './verdict.operations.js';

const why = {
  contract: z.string().optional().describe('`id@version`'),
  policy: z.literal('candidate').optional().describe('Set where not the policy in force decided'),
  reason: z.enum(Object.keys(reasons)).optional(),
  remedy: z.string().optional(),
  pointer: z.string().optional(),
  violations: z.array(violation).optional(),
  observed: z.string().optional(),
  warnings: z.array(violation).optional(),
  retry: retry.optional(),
};
const toldMembers = {
  verdict: fate,
  ...why,
  message: z.string().optional(),
  quarantineId: z.string().nullish(),
  retryAfterSeconds: z.int().optional(),
  heldUntil: z.iso.datetime().optional(),
};
const taken = z
  .strictObject({ ...toldMembers, position: position.optional() })
  .meta({ id: 'Verdict' });
const tried = z
  .strictObject({
    ...toldMembers,
    checks: z.array(z.object({ check: z.string(), passed: z.boolean() })),
  })
  .meta({ id: 'TriedVerdict' });
const howJudged = z
  .strictObject({
    contract: z.string().describe('`id@version`'),
    format: z.enum(['JSON', 'AVRO', 'PROTOBUF']),
    judgedBy: z.enum(['bytes', 'part', 'value', 'nothing']),
    untold: z.array(z.string()),
    accepts: z.array(z.strictObject({ id: z.int(), guid: z.string(), version: z.int() })),
  })
  .meta({ id: 'HowJudged' });
const results = z.strictObject({ results: z.array(taken) }).meta({ id: 'Verdicts' });

const cloudEvent = z
  .object({
    specversion: z.literal('1.0'),
    id: z.string().min(1).max(limits.eventIdCharacters.value),
    source: z.string().min(1),
    type: z.string().min(1),
    data: z.unknown().optional(),
  })
  .meta({
    id: 'CloudEvent',
    examples: [
      {
        specversion: '1.0',
        id: '1',
        source: '/shop',
        type: 'com.example.order-placed',
        data: { orderId: '7' },
      },
    ],
  });
const records = z
  .object({
    records: z
      .array(
        z.object({
          key: z.unknown().optional(),
          value: z.unknown(),
          partition: z.int().min(0).nullish(),
        }),
      )
      .min(1)
      .max(limits.eventsPerRequest.value),
  })
  .meta({ id: 'KafkaRecords' });
const schemaId = z.int().min(0).optional();
/** Where keys and values are the JSON form of a language. */
const embeddedRecords = records
  .extend({
    key_schema: z.string().optional(),
    key_schema_id: schemaId,
    value_schema: z.string().optional(),
    value_schema_id: schemaId,
  })
  .meta({ id: 'EmbeddedKafkaRecords' });
const offsets = z
  .strictObject({
    offsets: z.array(
      z.object({
        partition: z.int().nullable(),
        offset: z.union([z.int(), z.string()]).nullable(),
        error_code: z.int().nullable(),
        error: z.string().nullable(),
        status: fate,
        ...why,
        quarantine_id: z.string().nullish(),
        retry_after_seconds: z.int().optional(),
        held_until: z.iso.datetime().optional(),
      }),
    ),
    key_schema_id: z.int().nullable(),
    value_schema_id: z.int().nullable(),
  })
  .meta({ id: 'KafkaOffsets' });

const ofEvents: readonly RefusalRow[] = Object.entries(reasons).map(([code, { http, title }]) => ({
  code,
  http,
  title,
}));
const ofBodies = [
  rows.BODY_NOT_JSON,
  rows.BODY_SHAPE_UNKNOWN,
  rows.REQUEST_WITHOUT_EVENTS,
  rows.TOO_MANY_EVENTS,
  rows.CONTRACTS_NOT_LOADED,
];
const ofKeys = [
  rows.DRY_RUN_UNCLEAR,
  rows.DRY_RUN_WITH_SCHEMA,
  rows.IDEMPOTENCY_KEY_INVALID,
  rows.IDEMPOTENCY_KEY_REUSED,
  rows.IDEMPOTENCY_KEY_IN_FLIGHT,
  rows.ANSWERS_AWAY,
  rows.GATEWAY_OVERLOADED,
];
const dryRun = {
  dryRun: z
    .enum(['true', 'false'])
    .describe('`true`: only what would become of the events; nothing is sent, kept or counted'),
};
const byKey = { 'Idempotency-Key': z.string() };
const traced = {
  traceparent: z.string().describe('W3C Trace Context; events leave with a parent of ours'),
  tracestate: z.string(),
};
const ofCases = [rows.CASE_UNKNOWN, rows.CASE_CLOSED, rows.EMBEDDED_FORMAT_UNSUPPORTED];
const toTopic = {
  more: 'Kafka REST v2. Answers 200 whatever became of the records, unless `Prefer: handling=strict` asks for 207 and 422.',
  headers: { Prefer: z.string(), ...byKey, ...traced },
  query: dryRun,
  body: {
    'application/vnd.kafka.json.v2+json': records,
    'application/json': records,
    'application/vnd.kafka.binary.v2+json': records,
    'application/vnd.kafka.avro.v2+json': embeddedRecords,
    'application/vnd.kafka.jsonschema.v2+json': embeddedRecords,
    'application/vnd.kafka.protobuf.v2+json': embeddedRecords,
  },
  answers: {
    200: { says: 'One row for each record', content: { 'application/vnd.kafka.v2+json': offsets } },
    207: { says: 'Some were refused', content: { 'application/vnd.kafka.v2+json': offsets } },
  },
  refusals: [
    ...ofBodies,
    ...ofKeys,
    rows.TOPIC_UNKNOWN,
    rows.EVENTS_DEFERRED,
    rows.RATE_EXCEEDED,
    rows.NO_ROOM_TO_WAIT,
    rows.NOTHING_ACCEPTED,
    rows.EMBEDDED_FORMAT_UNSUPPORTED,
    rows.SCHEMA_NOT_REGISTERED,
    ...registrationRefusals,
  ],
};
const part = z
  .object({
    type: z.enum(['BINARY', 'JSON', 'STRING', 'AVRO', 'JSONSCHEMA', 'PROTOBUF']).optional(),
    schema_id: schemaId,
    schema_version: z.int().min(1).optional(),
    subject: z.string().optional(),
    schema: z.string().optional(),
    data: z.unknown(),
  })
  .nullish();
const record = z
  .object({
    partition_id: z.int().min(0).nullish(),
    timestamp: z.iso.datetime({ offset: true }).optional(),
    headers: z.array(z.object({ name: z.string(), value: z.base64() })).optional(),
    key: part,
    value: part,
  })
  .meta({ id: 'KafkaRecord' });
const entries = z
  .object({ entries: z.array(record.extend({ id: z.string().min(1) })).min(1) })
  .meta({ id: 'KafkaEntries' });
const answered = z
  .object({
    error_code: z.int(),
    message: z.string().optional(),
    cluster_id: z.string().optional(),
    topic_name: z.string().optional(),
    partition_id: z.int().nullish(),
    offset: z.union([z.int(), z.string()]).nullish(),
    status: fate,
    ...why,
    reason: z.string().optional(),
    quarantine_id: z.string().nullish(),
    retry_after_seconds: z.int().optional(),
    held_until: z.iso.datetime().optional(),
  })
  .meta({ id: 'KafkaRecordAnswer' });
const answeredEntry = answered.extend({ id: z.string() }).meta({ id: 'KafkaEntryAnswer' });
const entryAnswers = z
  .strictObject({ successes: z.array(answeredEntry), failures: z.array(answeredEntry) })
  .meta({ id: 'KafkaEntryAnswers' });

export const gatewayOperations: readonly OperationTable[] = [
  {
    heading: { name: 'Events', description: 'The doors of producers.' },
    refusedAs: 'problem',
    pathParameters: {
      topic: z.string(),
      cluster: z.string().describe('Whatever it is called: there is one here'),
      partition: z.string(),
      contractId: z.string().describe('The id of a contract in force'),
    },
    operations: {
      'POST /events': {
        summary: 'Send CloudEvents',
        more: 'Structured and batch mode by Content-Type, binary mode by `ce-` headers.',
        headers: {
          'ce-id': z.string(),
          'ce-source': z.string(),
          'ce-type': z.string(),
          'ce-specversion': z.string(),
          ...byKey,
          ...traced,
        },
        query: {
          topic: z.string().describe('Chooses among contracts of the same type'),
          ...dryRun,
        },
        body: {
          'application/cloudevents+json': cloudEvent,
          'application/cloudevents-batch+json': z.array(cloudEvent),
          'application/json': z.unknown().describe('The data alone, in binary mode'),
        },
        answers: {
          200: {
            says: 'Accepted, all of them',
            content: { 'application/json': z.union([taken, results]) },
          },
          202: {
            says: 'It waits for the version before it',
            content: { 'application/json': taken },
          },
          207: { says: 'Some of a batch', content: { 'application/json': results } },
          422: { says: 'None of a batch', content: { 'application/json': results } },
        },
        refusals: [...ofBodies, ...ofKeys, rows.NOT_A_CLOUDEVENT_REQUEST, ...ofEvents],
      },
      'POST /topics/{topic}': { summary: 'Send records to a topic', ...toTopic },
      'POST /topics/{topic}/partitions/{partition}': {
        summary: 'Send records to a partition',
        ...toTopic,
      },
      'POST /v3/clusters/{cluster}/topics/{topic}/records': {
        summary: 'Stream records to a topic',
        more: 'Kafka REST v3: one JSON object after the other, each answered by a line once its fate is known.',
        headers: traced,
        body: { 'application/json': record },
        answers: { 200: { says: 'A line for each', content: { 'application/json': answered } } },
        refusals: [
          rows.EMBEDDED_FORMAT_UNSUPPORTED,
          rows.IDEMPOTENCY_KEY_INVALID,
          rows.DRY_RUN_UNCLEAR,
          rows.RECORD_STREAMS_FULL,
        ],
      },
      'POST /v3/clusters/{cluster}/topics/{topic}/records:batch': {
        summary: 'Send entries to a topic',
        more: 'Kafka REST v3. Answers 207 whatever became of them, unless `Prefer: handling=strict` asks for 200 and 422.',
        headers: { Prefer: z.string(), ...byKey, ...traced },
        query: dryRun,
        body: { 'application/json': entries },
        answers: Object.fromEntries(
          [
            [200, 'All were taken, asked strictly'] as const,
            [207, 'By their ids'] as const,
            [422, 'None was taken, asked strictly'] as const,
          ].map(([status, says]) => [
            status,
            { says, content: { 'application/json': entryAnswers } },
          ]),
        ),
        refusals: [
          ...ofBodies,
          ...ofKeys,
          rows.EVENTS_DEFERRED,
          rows.RATE_EXCEEDED,
          rows.NO_ROOM_TO_WAIT,
          rows.EMBEDDED_FORMAT_UNSUPPORTED,
          rows.SCHEMA_NOT_REGISTERED,
          ...registrationRefusals,
        ],
      },
      'GET /v1/validate/{contractId}': {
        summary: 'Ask how a contract is judged',
        more: 'Whether the bytes of an event suffice (`bytes`), all but some words of the schema (`part`, they are named), or a value is made of each (`value`); and which schemas an event may name.',
        answers: { 200: { says: 'How', content: { 'application/json': howJudged } } },
        refusals: [rows.CONTRACT_UNKNOWN, rows.CONTRACTS_NOT_LOADED],
      },
      'POST /v1/validate/{contractId}': {
        summary: 'Try an event out',
        more: 'The same checks by the same code; nothing leaves and nothing is kept.',
        body: {
          'application/json': z.unknown().describe('The value alone'),
          'application/cloudevents+json': cloudEvent,
        },
        answers: {
          200: { says: 'The verdict it would get', content: { 'application/json': tried } },
        },
        refusals: [...ofBodies, rows.CONTRACT_UNKNOWN, rows.EMBEDDED_FORMAT_UNSUPPORTED],
      },
    },
  },
  {
    heading: { name: 'Repair', description: 'What a person does about a refused event.' },
    refusedAs: 'problem',
    pathParameters: { id: z.string().describe('The id of a case in quarantine') },
    operations: {
      'POST /v1/quarantine/{id}/replay': {
        summary: 'Send a refused event once more',
        more: 'A body is the corrected value, byte for byte; without one it is what came. With `over` a person decides a conflict in its favour: it is given the version after the one that stands, or the clock that knows of both, and what stood as its `causationid`.',
        query: { over: z.string().describe('What stands, as GET …/standing tells it') },
        body: { 'application/json': z.unknown() },
        isBodyOptional: true,
        answers: {
          200: {
            says: 'It is accepted now',
            content: {
              'application/json': z
                .strictObject({
                  ...toldMembers,
                  position: position.optional(),
                  id: z.string(),
                  state: z.enum(['replayed', 'fixed']),
                })
                .meta({ id: 'Replayed' }),
            },
          },
        },
        refusals: [
          ...[...ofCases, rows.CASE_WITHOUT_EVENT, rows.CONTRACTS_NOT_LOADED, ...ofEvents],
          ...[rows.CASE_WITHOUT_CONFLICT, rows.CONFLICT_MOVED_ON, rows.CONFLICT_UNWRITABLE],
        ],
      },
      'GET /v1/quarantine/{id}/standing': {
        summary: 'Tell what stands where a refused event wanted to',
        more: 'Of contracts that leave a conflict to a person: `semantics.conflict.policy` is `review` or `vector-clock`.',
        answers: {
          200: {
            says: 'The last word about the entity',
            content: { 'application/json': standing },
          },
        },
        refusals: [
          ...[rows.CASE_UNKNOWN, rows.CASE_CLOSED, rows.CASE_WITHOUT_EVENT],
          ...[rows.CASE_WITHOUT_CONFLICT, rows.CONTRACTS_NOT_LOADED],
        ],
      },
      'POST /v1/quarantine/{id}/discard': {
        summary: 'Give a refused event up',
        body: { 'text/plain': z.string().describe('Why') },
        isBodyOptional: true,
        answers: {
          200: {
            says: 'It is given up',
            content: {
              'application/json': z.strictObject({ id: z.string(), state: z.literal('discarded') }),
            },
          },
        },
        refusals: ofCases,
      },
    },
  },
  verdictOperations,
];
