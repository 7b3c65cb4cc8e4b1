import { z } from 'zod';
import type { Operation } from '#kernel';
import { catalogProblems as rows } from '../problems.js';
import { DEPTH_MAX } from './neighbours-query.js';
import { cacheable, ifNoneMatch } from './cacheable.js';

const count = z.number().min(0);
const headers = ifNoneMatch;
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const ofEvent = z.strictObject({ id: z.string(), name: z.string() });
const need = z
  .strictObject({
    path: z.string(),
    values: z.array(scalar).optional(),
    onUnknown: z.enum(['fail', 'ignore']),
  })
  .meta({ id: 'ConsumerNeed' });
const producer = z
  .strictObject({
    name: z.string(),
    isDeclared: z.boolean(),
    isSeen: z.boolean(),
    source: z.string().optional(),
    accepted: count,
    refused: count,
    lastSeen: z.string().optional(),
    versions: z.array(z.int()),
  })
  .meta({ id: 'ProducerParty' });
const consumer = z
  .strictObject({
    name: z.string(),
    isDeclared: z.boolean(),
    isSeen: z.boolean(),
    team: z.string().optional(),
    contact: z.string().optional(),
    needs: z.array(need),
    environments: z.array(z.string()),
    attestedUntil: z.string().optional(),
    declaredAt: z.string().optional(),
    isOverdue: z.boolean(),
    where: z.enum(['kafka', 'log']).optional(),
    members: count.optional(),
    lag: count.optional(),
    lastSeen: z.string().optional(),
  })
  .meta({ id: 'ConsumerParty' });
const lineage = z
  .strictObject({
    focus: z.string(),
    depth: z.int(),
    nodes: z.array(
      z.strictObject({
        id: z.string(),
        kind: z.enum(['event', 'service']),
        name: z.string(),
        status: z.string().optional(),
        owner: z.string().optional(),
        distance: z.int().describe('Below zero towards producers, above towards consumers'),
        more: count.describe('Neighbours the depth leaves out'),
      }),
    ),
    edges: z.array(
      z.strictObject({
        from: z.string(),
        to: z.string(),
        isDeclared: z.boolean(),
        isSeen: z.boolean(),
        state: z.enum(['flows', 'silent', 'refused', 'behind', 'stopped']),
        accepted: count.optional(),
        refused: count.optional(),
        lag: count.optional(),
      }),
    ),
    left: count,
  })
  .meta({ id: 'Lineage' });
const field = z
  .strictObject({
    event: ofEvent.extend({ version: z.int() }),
    field: z.looseObject({ name: z.string(), path: z.string(), type: z.string() }),
    since: z.strictObject({ version: z.int(), publishedAt: z.string() }).optional(),
    readers: z.array(
      z.strictObject({
        name: z.string(),
        team: z.string().optional(),
        isSeen: z.boolean(),
        isDeclared: z.boolean(),
        need: need.optional(),
      }),
    ),
    writers: z.array(
      z.strictObject({
        name: z.string(),
        isDeclared: z.boolean(),
        lastSeen: z.string().optional(),
      }),
    ),
    seen: z
      .looseObject({ events: count, present: count })
      .optional()
      .describe('Shapes of values in the newest events of the log; of personal fields no value'),
  })
  .meta({ id: 'CatalogField' });
const subjects = z
  .strictObject({
    total: count,
    subjects: z.array(
      z.strictObject({
        context: z.string(),
        subject: z.string(),
        version: z.int(),
        schemaId: z.int(),
        type: z.string(),
        changedAt: z.string(),
        changedBy: z.string(),
      }),
    ),
    next: z.string().optional(),
  })
  .meta({ id: 'SubjectsWithoutContract' });
const imported = z
  .strictObject({
    contracts: z.array(z.looseObject({ id: z.string() })),
    notes: z.array(z.string()),
    lost: z.array(z.string()).describe('JSON Pointers of what a contract has no place for'),
  })
  .meta({ id: 'ImportedContracts' });

const tried = z
  .strictObject({
    version: z.int().describe('The newest, which each is judged against'),
    isCompared: z.boolean().describe('Whether versions of this contract are compared at all'),
    changes: z.array(
      z.strictObject({
        change: z.enum(['gone', 'required', 'optional']),
        verdict: z.enum(['compatible', 'incompatible', 'undecided']),
        because: z.string().optional(),
        witness: z
          .strictObject({
            event: z.unknown().describe('One version takes it, the other refuses it'),
            rejectedBy: z.enum(['old', 'new']),
            pointer: z.string(),
            reason: z.string(),
          })
          .optional(),
        readers: z.array(z.string()).describe('Who declared to read what would break'),
      }),
    ),
  })
  .meta({ id: 'TriedField' });

export const neighbourOperations: Readonly<Record<string, Operation>> = {
  'GET /catalog/v1/events/{id}/parties': {
    summary: 'List who writes and who reads an event',
    more: 'Declared in contract and consumptions, seen at the gateway and at the broker within seven days.',
    headers,
    answers: cacheable(
      'Each party once',
      z
        .strictObject({
          producers: z.array(producer),
          consumers: z.array(consumer),
          onTopic: z
            .strictObject({ count, first: z.array(ofEvent) })
            .describe('Other events in force on the same topic'),
        })
        .meta({ id: 'PartiesOfEvent' }),
    ),
    refusals: [rows.EVENT_UNKNOWN],
  },
  'GET /catalog/v1/events/{id}/field': {
    summary: 'Describe a field',
    headers,
    query: { path: z.string().describe('JSON Pointer; `*` is every item of a list') },
    answers: cacheable('What it is, who reads and writes it, what came in it', field),
    refusals: [rows.EVENT_UNKNOWN, rows.FIELD_UNKNOWN, rows.QUERY_INVALID],
  },
  'GET /catalog/v1/events/{id}/field/changes': {
    summary: 'Judge changes of a field before anybody makes them',
    more: 'The newest version with the field taken away, and required or optional instead, each judged as a publication would be. Of JSON Schema; nothing where the schema does not say the field in one place of its own.',
    headers,
    query: { path: z.string().describe('JSON Pointer; `*` is every item of a list') },
    answers: cacheable('What would become of each, and whom it would break', tried),
    refusals: [rows.EVENT_UNKNOWN, rows.FIELD_UNKNOWN, rows.QUERY_INVALID],
  },
  'GET /catalog/v1/lineage': {
    summary: 'Draw the neighbourhood of an event or a service',
    headers,
    query: {
      of: z.string().describe('`event:<id>` or `service:<name>`'),
      depth: z.int().min(1).max(DEPTH_MAX),
    },
    answers: cacheable('Nodes by distance, and who is behind', lineage),
    refusals: [rows.LINEAGE_UNKNOWN, rows.QUERY_INVALID],
  },
  'GET /catalog/v1/subjects': {
    summary: 'List subjects without a contract',
    headers,
    query: { q: z.string().max(200), after: z.string().describe('The `next` of a page before') },
    answers: cacheable('By name', subjects),
    refusals: [rows.QUERY_INVALID],
  },
  'POST /v1/imports/{format}': {
    summary: 'Make contracts of an AsyncAPI or ODCS document',
    more: 'Nothing is stored: complete what the notes name, then publish each.',
    body: { 'application/json': z.unknown(), 'application/yaml': z.unknown() },
    answers: { 200: { says: 'Contracts to publish', content: { 'application/json': imported } } },
    refusals: [rows.IMPORT_UNKNOWN, rows.IMPORT_UNREADABLE, rows.FOREIGN_PAGE],
  },
};
