import { z } from 'zod';
import { limits, type Operation, type RefusalRow } from '#kernel';
import { catalogProblems as rows } from '../problems.js';
import { STATES } from './cause-query.js';
import { cacheable, ifNoneMatch } from './cacheable.js';

const count = z.int().min(0);
const counted = z.array(z.strictObject({ name: z.string(), events: count }));
const ofEvent = z.strictObject({ id: z.string(), name: z.string() });
const reasons = z.array(
  z.strictObject({ code: z.string(), pointer: z.string(), message: z.string() }),
);
const cause = z
  .strictObject({
    cause: z.string().describe('The same for the same event, reason and place'),
    event: ofEvent.optional(),
    code: z.string(),
    pointer: z.string(),
    message: z.string(),
    cases: count,
    events: count,
    firstSeen: z.string(),
    lastSeen: z.string(),
    producers: counted,
    versions: counted,
  })
  .meta({ id: 'QuarantineCause' });
const rowMembers = {
  id: z.string(),
  version: z.int().optional(),
  door: z.string(),
  producer: z.string(),
  state: z.string(),
  count,
  firstSeen: z.string(),
  lastSeen: z.string(),
  reasons,
  bytes: count,
};
const shown = z
  .strictObject({
    ...rowMembers,
    event: ofEvent.optional(),
    isKept: z.boolean(),
    isSealed: z.literal(true).optional().describe('Sealed under a key this process was not given'),
    payload: z
      .strictObject({
        masked: z.unknown(),
        readAs: z.string().optional().describe('The language of bytes that are not JSON'),
      })
      .optional(),
    actions: z.array(
      z.strictObject({
        at: z.string(),
        actor: z.string(),
        action: z.string(),
        note: z.string().optional(),
        position: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'CatalogCase' });

const name = z.string().max(limits.subjectCharacters.value);
const query = { event: name, producer: name, state: z.enum(STATES) };
const headers = ifNoneMatch;
/** The gateway's own, passed through as they are; so is every reason it refuses an event with. */
const ofGateway: readonly RefusalRow[] = [
  { code: 'CASE_CLOSED', http: 409, title: 'The case is closed' },
  { code: 'CASE_WITHOUT_EVENT', http: 409, title: 'The case has no event' },
  { code: 'CONTRACTS_NOT_LOADED', http: 503, title: 'Contracts not loaded yet' },
];
const standing = z
  .looseObject({ entity: z.string(), over: z.string(), isDeleted: z.boolean() })
  .meta({ id: 'CatalogStanding' });
const passed = z.looseObject({ id: z.string(), state: z.string() });

export const quarantineOperations: Readonly<Record<string, Operation>> = {
  'GET /catalog/v1/quarantine': {
    summary: 'List causes of refusals',
    headers,
    query,
    answers: cacheable(
      'Causes, the most frequent first',
      z
        .strictObject({
          waiting: z.strictObject({ cases: count, events: count }),
          causes: z.array(cause),
        })
        .meta({ id: 'QuarantineCauses' }),
    ),
    refusals: [rows.QUERY_INVALID],
  },
  'GET /catalog/v1/quarantine/causes/{cause}': {
    summary: 'List the cases of a cause',
    headers,
    query,
    answers: cacheable(
      'The newest cases',
      z.strictObject({ cases: z.array(z.object(rowMembers)) }),
    ),
    refusals: [rows.QUERY_INVALID],
  },
  'GET /catalog/v1/quarantine/{case}': {
    summary: 'Show a case',
    headers,
    answers: cacheable('The event, masked, and what was done about it', shown),
    refusals: [rows.CASE_UNKNOWN],
  },
  'GET /catalog/v1/quarantine/{case}/standing': {
    summary: 'Show what stands where a refused event wanted to',
    more: 'Where a contract leaves conflicts to a person: what a gateway tells of the entity, without its key, and its last state, masked, where `canonical` has one kept.',
    answers: { 200: { says: 'What stands', content: { 'application/json': standing } } },
    refusals: [
      rows.CASE_UNKNOWN,
      rows.GATEWAY_AWAY,
      ...ofGateway,
      { code: 'CASE_WITHOUT_CONFLICT', http: 409, title: 'Nothing stands in its way' },
    ],
  },
  'POST /catalog/v1/quarantine/{case}/replay': {
    summary: 'Send a refused event once more, corrected or as it came',
    more: 'A body is the event as it was shown, corrected: what still reads as its mask is what the mask hid. A gateway judges it; its refusals pass through.',
    query: { over: z.string().describe('What it is to stand after, as `standing` tells it') },
    body: { 'application/json': z.unknown() },
    isBodyOptional: true,
    answers: { 200: { says: 'It is accepted now', content: { 'application/json': passed } } },
    refusals: [
      ...[rows.CASE_UNKNOWN, rows.CORRECTION_MASKED, rows.GATEWAY_AWAY, rows.FOREIGN_PAGE],
      ...ofGateway,
    ],
  },
  'POST /catalog/v1/quarantine/{case}/discard': {
    summary: 'Give a refused event up from a page',
    body: { 'text/plain': z.string().describe('Why') },
    isBodyOptional: true,
    answers: { 200: { says: 'It is given up', content: { 'application/json': passed } } },
    refusals: [rows.CASE_UNKNOWN, rows.GATEWAY_AWAY, rows.FOREIGN_PAGE, ...ofGateway],
  },
};
