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
