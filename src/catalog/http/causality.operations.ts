import { z } from 'zod';
import type { Operation } from '#kernel';
import { catalogProblems as rows } from '../problems.js';
import { cacheable, ifNoneMatch as headers } from './cacheable.js';

const linked = z
  .strictObject({
    id: z.string(),
    source: z.string(),
    correlationId: z.string().optional(),
    causationId: z.string().optional(),
    contract: z.strictObject({ id: z.string(), version: z.int(), name: z.string().optional() }),
    fate: z.string().describe('As the gateway answered it'),
    position: z.string().optional(),
    happenedAt: z.string().optional().describe('As its producer dates it'),
    judgedAt: z.string(),
    sinceCauseMs: z
      .number()
      .optional()
      .describe('From the answer for its cause to the answer for it'),
    distance: z.int().describe('Below zero before the event, above zero after it'),
  })
  .meta({ id: 'LinkedEvent' });
const causality = z
  .strictObject({
    event: z.strictObject({ id: z.string(), source: z.string().optional() }),
    chain: z.array(linked).describe('Causes, the first one first; the event; effects as a tree'),
    unknownCauses: z.array(z.string()).describe('Ids of which nothing else is known'),
    correlated: z.array(linked).describe('Of the same correlation, and not in the chain'),
    isCut: z.boolean(),
  })
  .meta({ id: 'Causality' });
const recent = z.strictObject({ events: z.array(linked) }).meta({ id: 'RecentlyLinked' });

export const causalityOperations: Readonly<Record<string, Operation>> = {
  'GET /catalog/v1/causality': {
    summary: 'Follow an event to its causes and effects',
    more: 'By the CloudEvents attributes `causationid` and `correlationid`, over all contracts; what they said is kept for 30 days.',
    headers,
    query: {
      id: z.string().max(256).describe('Id of the event'),
      source: z.string().max(2_048).describe('Where several producers give the same id'),
    },
    answers: cacheable('What led to it and what came of it', causality),
    refusals: [rows.QUERY_INVALID, rows.EVENT_NOT_LINKED],
  },
  'GET /catalog/v1/events/{id}/linked': {
    summary: 'List events of a contract that name a cause or a correlation',
    headers,
    answers: cacheable('The last ones', recent),
    refusals: [],
  },
};
