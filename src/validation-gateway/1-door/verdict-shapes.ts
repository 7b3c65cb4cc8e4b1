import { z } from 'zod';

export const violation = z
  .strictObject({ code: z.string(), pointer: z.string(), message: z.string() })
  .meta({ id: 'Violation', description: 'One reason at one place; values are never quoted' });
export const position = z
  .strictObject({
    topic: z.string(),
    partition: z.int().min(0),
    offset: z.union([z.int(), z.string()]),
  })
  .meta({ id: 'Position' });
export const fate = z.enum([
  'accepted',
  'duplicate',
  'superseded',
  'merged',
  'held',
  'quarantined',
  'rejected',
  'deferred',
]);

export const retry = z
  .strictObject({
    maxAttempts: z.int().optional(),
    initialBackoff: z.string(),
    maxBackoff: z.string(),
    backoffMultiplier: z.number(),
    jitter: z.enum(['full', 'equal', 'none']),
  })
  .meta({ id: 'Retry', description: 'How its contract wants a deferred event sent again' });

export const standing = z
  .strictObject({
    id: z.string(),
    entity: z.string(),
    key: z.string(),
    over: z.string().describe('By which a decision names it'),
    version: z.string().optional(),
    clock: z.string().optional(),
    state: z.string().optional(),
    source: z.string().optional(),
    eventId: z.string().optional(),
    isDeleted: z.boolean(),
  })
  .meta({ id: 'Standing' });
