import { z } from 'zod';
import { limits, type OperationTable } from '#kernel';
import { catalogProblems as rows } from '../problems.js';
import { copiesOperations } from './copies.operations.js';
import { deskOperations } from './desk.operations.js';
import { changesOperations } from './changes.operations.js';
import { pagesOperations } from './pages.operations.js';
import { reviewOperations } from './review.operations.js';
import { diffOperations } from './diff.operations.js';
import { driftOperations } from './drift.operations.js';
import { rolloutReportOperations } from './rollout.operations.js';
import { entitiesOperations } from './entities.operations.js';
import { judgeOperations } from './judge.operations.js';
import { causalityOperations } from './causality.operations.js';
import { neighbourOperations } from './neighbours.operations.js';
import { quarantineOperations } from './quarantine.operations.js';
import { cacheable, ifNoneMatch } from './cacheable.js';

const count = z.int().min(0);
const revision = z.int().min(0).describe('Of the contracts; it does not move with the counters');
const minutes = z.array(count);
const facetValue = z.strictObject({ value: z.string(), count }).meta({ id: 'FacetValue' });

const eventRow = z
  .object({
    id: z.string(),
    name: z.string(),
    purpose: z.string().optional(),
    domain: z.string().optional(),
    owner: z.string(),
    status: z.string(),
    topic: z.string(),
    version: z.int(),
    format: z.string(),
    personalFields: count,
    matched: z.array(z.strictObject({ path: z.string(), description: z.string().optional() })),
    traffic: z.strictObject({
      accepted: count,
      refused: count,
      acceptedByMinute: minutes,
      refusedByMinute: minutes,
    }),
  })
  .meta({ id: 'CatalogEvent' });

const discovered = z
  .object({
    revision,
    total: count,
    catalogSize: count,
    from: count,
    events: z.array(eventRow),
    facets: z.strictObject({
      domain: z.array(facetValue),
      owner: z.array(facetValue),
      status: z.array(facetValue),
      format: z.array(facetValue),
      tag: z.array(facetValue),
      producer: z.array(facetValue).describe('As contracts declare them'),
      consumer: z.array(facetValue).describe('As they declare themselves'),
      personal: z.array(facetValue).describe('Classifications of personal fields'),
      enforcement: z.array(facetValue).describe('As contracts declare it'),
    }),
    traffic: z.strictObject({ accepted: count, refused: count }),
    next: z.string().optional(),
    previous: z.string().optional(),
  })
  .meta({ id: 'DiscoveredEvents' });

const described = z
  .object({
    revision,
    id: z.string(),
    name: z.string(),
    version: z.int(),
    isLatest: z.boolean(),
    status: z.string(),
    domain: z.string().optional(),
    owner: z.strictObject({
      team: z.string(),
      contact: z.string().optional(),
      oncall: z.string().optional(),
    }),
    purpose: z.string().optional(),
    limitations: z.string().optional(),
    deprecation: z
      .strictObject({
        from: z.string().optional(),
        sunset: z.string().optional(),
        migration: z.string().optional(),
      })
      .optional(),
    tags: z.array(z.string()),
    criticality: z.enum(['sandbox', 'normal', 'critical']),
    channel: z.strictObject({
      topic: z.string(),
      partitions: z.int(),
      key: z.string().optional(),
      retention: z.string().optional(),
      cleanup: z.enum(['delete', 'compact']),
    }),
    compatibility: z.string(),
    enforcement: z.string(),
    isTrying: z.boolean().describe('Whether another policy is tried beside it'),
    promises: z.array(z.string()).describe('The contract in plain sentences'),
    states: z
      .strictObject({ field: z.string(), graph: z.record(z.string(), z.array(z.string())) })
      .optional(),
    entity: z
      .strictObject({ type: z.string(), isKept: z.boolean() })
      .optional()
      .describe('What the events are about, and whether the latest state of each is kept'),
    notEnforced: z.array(z.strictObject({ block: z.string(), sentence: z.string() })),
    schema: z.strictObject({
      subject: z.string(),
      version: z.int(),
      id: z.int(),
      format: z.string(),
      text: z.string(),
      tree: z
        .unknown()
        .optional()
        .describe('The fields, nested, with what the contract says of each'),
    }),
    versions: z.array(
      z.strictObject({
        version: z.int(),
        schemaVersion: z.int(),
        schemaId: z.int(),
        publishedAt: z.string(),
        publishedBy: z.string(),
        isForced: z.boolean(),
        reason: z.string().optional().describe('As who published it said'),
      }),
    ),
    example: z.unknown().optional(),
    sending: z.strictObject({ eventType: z.string().optional(), gatewayPort: z.int().optional() }),
    readFrom: z.enum(['log', 'kafka']),
  })
  .meta({ id: 'CatalogContract' });

const refusalMembers = {
  id: z.string(),
  version: z.int().optional(),
  door: z.string(),
  producer: z.string(),
  state: z.string(),
  count,
  firstSeen: z.string(),
  lastSeen: z.string(),
  reasons: z.array(z.strictObject({ code: z.string(), pointer: z.string(), message: z.string() })),
  bytes: count,
};
const activity = z
  .object({
    revision,
    verdicts: z.array(z.strictObject({ verdict: z.string(), count })),
    reasons: z.array(z.strictObject({ reason: z.string(), verdict: z.string(), count })),
    producers: z.array(z.strictObject({ producer: z.string(), accepted: count, refused: count })),
    decisionUs: z.number().optional(),
    series: z.strictObject({
      from: z.string(),
      accepted: minutes,
      refused: minutes,
      byVerdict: z.record(z.string(), minutes),
    }),
    versions: z.array(
      z.strictObject({
        version: z.int(),
        accepted: count,
        refused: count,
        lastSeen: z.string(),
      }),
    ),
    latency: z
      .array(
        z.strictObject({
          leg: z.enum(['arrival', 'admission', 'relay', 'consumption']),
          reader: z.string().describe('The consumer group; else empty'),
          count,
          ...{ p50Ms: z.number(), p95Ms: z.number(), p99Ms: z.number() },
        }),
      )
      .describe('Of the last hour; each at most 19 % above what was'),
    refusals: z.array(z.strictObject(refusalMembers)),
  })
  .meta({ id: 'EventActivity' });
const refusal = z
  .object({
    ...refusalMembers,
    isSealed: z.literal(true).optional().describe('Sealed under a key this process was not given'),
    payload: z
      .strictObject({
        masked: z.unknown(),
        readAs: z.string().optional().describe('The language of bytes that are not JSON'),
      })
      .optional()
      .describe('Personal fields masked'),
  })
  .meta({ id: 'CatalogRefusal' });

const headers = ifNoneMatch;
const choice = z.array(z.string()).max(100);

export const catalogOperations: readonly OperationTable[] = [
  {
    heading: { name: 'Catalog', description: 'What there is, who owns it, how it fares.' },
    refusedAs: 'problem',
    pathParameters: {
      id: z.string().describe('The id of a contract'),
      version: z.string(),
      refusal: z.string().describe('The quarantine id of a refused event'),
      span: z.string().describe('Two versions: `1..3`'),
      cause: z.string(),
      format: z.string().describe('`asyncapi`, `odcs`, `markdown` or `html`'),
      case: z.string().describe('The id of a case in quarantine'),
    },
    operations: {
      'GET /catalog/v1/events': {
        summary: 'Search events',
        headers,
        query: {
          q: z.string().max(200).describe('Words in names, owners, topics and fields'),
          domain: choice,
          owner: choice,
          status: choice,
          format: choice,
          tag: choice,
          producer: choice,
          consumer: choice,
          personal: choice,
          enforcement: choice,
          cursor: z.string().max(limits.subjectCharacters.value * 12),
          limit: z.int().min(1).max(200),
        },
        answers: cacheable('A page of events, with facets', discovered),
        refusals: [rows.QUERY_INVALID, rows.CURSOR_UNREADABLE],
      },
      'GET /catalog/v1/nearest': {
        summary: 'Find events with a name like this',
        headers,
        query: { name: z.string().max(200).describe('Of an id or a name; wrong ones are welcome') },
        answers: cacheable(
          'At most five, the likest first',
          z
            .strictObject({
              events: z.array(
                z.strictObject({ id: z.string(), name: z.string(), owner: z.string() }),
              ),
            })
            .meta({ id: 'NearestEvents' }),
        ),
        refusals: [rows.QUERY_INVALID],
      },
      'GET /catalog/v1/events/{id}': {
        summary: 'Describe an event',
        headers,
        answers: cacheable('Its newest contract in words', described),
        refusals: [rows.EVENT_UNKNOWN],
      },
      'GET /catalog/v1/events/{id}/versions/{version}': {
        summary: 'Describe an event as it was',
        headers,
        answers: cacheable('That version in words', described),
        refusals: [rows.EVENT_UNKNOWN, rows.EVENT_VERSION_UNKNOWN],
      },
      'GET /catalog/v1/events/{id}/examples': {
        summary: 'See the last accepted events',
        more: 'As people may see them: personal fields are masked, and so is whatever the schema does not declare.',
        headers,
        answers: cacheable(
          'At most three, the newest first',
          z
            .strictObject({
              events: z.array(
                z.strictObject({
                  position: z.string().describe('Partition and offset in the log'),
                  at: z.string(),
                  version: z.int().describe('Of the contract that judged it'),
                  source: z.string().optional(),
                  masked: z.unknown(),
                }),
              ),
              because: z.string().optional().describe('Why there are none'),
            })
            .meta({ id: 'EventExamples' }),
        ),
        refusals: [rows.EVENT_UNKNOWN],
      },
      'GET /catalog/v1/events/{id}/activity': {
        summary: 'Watch an event',
        headers,
        answers: cacheable(
          'Verdicts, reasons and producers of the last day, latency of the last hour',
          activity,
        ),
        refusals: [rows.EVENT_UNKNOWN],
      },
      'GET /catalog/v1/events/{id}/refusals/{refusal}': {
        summary: 'Show a refused event',
        headers,
        answers: cacheable('The case, its event masked', refusal),
        refusals: [rows.EVENT_UNKNOWN, rows.REFUSAL_UNKNOWN],
      },
      ...diffOperations,
      ...judgeOperations,
      ...quarantineOperations,
      ...neighbourOperations,
      ...causalityOperations,
      ...deskOperations,
      ...changesOperations,
      ...reviewOperations,
      'GET /v1/contracts/{id}/exports/{format}': {
        summary: 'Write a contract in the words of others',
        more: '`asyncapi` (3.0) and `odcs` (3.1) are JSON, `markdown` is text to read, `html` a page of its own.',
        answers: {
          200: {
            says: 'The document',
            content: {
              'application/json': z.looseObject({}),
              'text/markdown': z.string(),
              'text/html': z.string(),
            },
          },
        },
        refusals: [rows.EVENT_UNKNOWN, rows.EXPORT_UNKNOWN],
      },
    },
  },
  entitiesOperations,
  copiesOperations,
  driftOperations,
  rolloutReportOperations,
  pagesOperations,
];
