import { z } from 'zod';
import type { Operation } from '#kernel';
import { catalogProblems as rows } from '../problems.js';
import { cacheable, ifNoneMatch } from './cacheable.js';

const count = z.number().min(0);
const headers = ifNoneMatch;
const ofEvent = z.strictObject({ id: z.string(), name: z.string() });
const series = z.strictObject({
  from: z.string(),
  accepted: z.array(count),
  refused: z.array(count),
});
const trouble = z
  .strictObject({
    severity: z.enum(['bad', 'warn']),
    sentence: z.string(),
    event: z.string().optional(),
    lineage: z.string().optional(),
    page: z.literal('quarantine').optional(),
    section: z.literal('rollout').optional().describe('Of the page of the event'),
    since: z.string().optional(),
  })
  .meta({ id: 'Trouble' });
const sunset = z
  .strictObject({
    event: ofEvent,
    owner: z.string(),
    status: z.string(),
    field: z.string().optional(),
    deprecatedOn: z.string().optional(),
    sunsetOn: z.string().optional(),
    replacedBy: z.string().optional(),
    migration: z.string().optional(),
    producers: z.array(z.strictObject({ name: z.string(), accepted: count })),
    consumers: z.array(
      z.strictObject({
        name: z.string(),
        team: z.string().optional(),
        isDeclared: z.boolean(),
        isSeen: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Sunset' });
const waiting = z.strictObject({ cases: count, events: count });
const health = z
  .strictObject({
    troubles: z.array(trouble).describe('The worst first; none means that nothing is wrong'),
    gateway: z.strictObject({
      isReachable: z.boolean(),
      checks: z.array(
        z.strictObject({ name: z.string(), isReady: z.boolean(), detail: z.string() }),
      ),
      latency: z.strictObject({ p50Us: count, p99Us: count, requests: count }).optional(),
    }),
    verdicts: z.array(z.strictObject({ verdict: z.string(), count })),
    reasons: z.array(z.strictObject({ reason: z.string(), count, contracts: count })),
    series,
    events: z.array(
      z.strictObject({
        ...{ id: z.string(), name: z.string(), mode: z.string() },
        hasSteppedBack: z.boolean(),
        tier: z.enum(['bytes', 'part', 'value', 'nothing']).optional(),
        ...{ accepted: count, refused: count, decisionUs: count },
      }),
    ),
    modes: z.array(z.strictObject({ mode: z.string(), contracts: count })),
    relay: z.array(z.strictObject({ topic: z.string(), events: count })),
    groups: z.array(
      z.strictObject({
        name: z.string(),
        topic: z.string(),
        where: z.enum(['kafka', 'log']),
        members: count,
        lag: count,
        lastSeen: z.string().optional(),
      }),
    ),
    quarantine: waiting,
    stopped: z
      .array(
        z.strictObject({
          ...{ id: z.string(), name: z.string(), at: z.string() },
          by: z.string().describe('`concordat` where it stopped itself'),
          reason: z.string(),
        }),
      )
      .describe('Policies that were tried and stand still'),
  })
  .meta({ id: 'GatewayHealth' });
const home = z
  .strictObject({
    catalogSize: count,
    troubles: z.array(trouble),
    traffic: z.strictObject({ accepted: count, refused: count }),
    series,
    waiting,
    causes: z.array(z.looseObject({ cause: z.string(), code: z.string(), cases: count })),
    today: z.string(),
    sunsets: z.array(sunset),
    sunsetsInAll: count,
    refusedChanges: z.array(
      z.strictObject({
        what: z.string(),
        contractId: z.string().nullable(),
        code: z.string(),
        message: z.string(),
        askedBy: z.string(),
        count,
        firstAt: z.string(),
        lastAt: z.string(),
      }),
    ),
    changed: z.array(
      z.strictObject({
        event: ofEvent,
        version: z.int(),
        versions: count.describe('Published within the week that ends with it'),
        before: z.int().nullable().describe('What these are compared with'),
        isForced: z.boolean(),
        publishedAt: z.string(),
        publishedBy: z.string(),
        reason: z.string(),
      }),
    ),
    undescribed: count.describe('Subjects in no contract'),
    uncalled: z.array(ofEvent.extend({ owner: z.string() })),
  })
  .meta({ id: 'CatalogHome' });

export const deskOperations: Readonly<Record<string, Operation>> = {
  'GET /catalog/v1/home': {
    summary: 'See what needs somebody',
    headers,
    answers: cacheable('Causes, sunsets, refused changes, news', home),
    refusals: [],
  },
  'GET /catalog/v1/health': {
    summary: 'See how everything fares',
    headers,
    answers: cacheable('What is wrong first, then the numbers', health),
    refusals: [],
  },
  'GET /catalog/v1/sunsets': {
    summary: 'List what goes',
    headers,
    query: {
      team: z.string().optional().describe('Whose; all without it'),
      after: z.string().optional().describe('The `next` of a page before'),
    },
    answers: cacheable(
      'The nearest day first',
      z
        .strictObject({
          today: z.string(),
          counts: z.strictObject({ over: count, soon: count, later: count, never: count }),
          rows: z.array(sunset),
          next: z.string().optional(),
        })
        .meta({ id: 'Sunsets' }),
    ),
    refusals: [rows.QUERY_INVALID],
  },
  'GET /catalog/v1/live': {
    summary: 'Hear that something moved',
    more: 'Server-sent events named `moved`; what moved is asked for at the other addresses.',
    answers: {
      200: { says: 'Until the reader goes', content: { 'text/event-stream': z.string() } },
    },
    refusals: [rows.LIVE_FULL],
  },
};
