import { z } from 'zod';

const count = z.int().min(0);
const time = z.iso.datetime();

/** A text, or its bytes in base64. */
export const texts = (member: string) => ({
  [member]: z.string().nullish(),
  [`${member}Base64`]: z.string().optional().describe('Where the bytes are no text'),
});
export const header = z.strictObject({ name: z.string(), ...texts('value') });
export const loggedEvent = z
  .object({
    topic: z.string(),
    partition: count,
    offset: count,
    loggedAt: time,
    ...texts('key'),
    headers: z.array(header),
    contract: z.unknown().optional(),
    schemaId: z.int().nullish(),
    eventId: z.string().nullish(),
    source: z.string().nullish(),
    valueBytes: count.nullable().describe('null for a tombstone'),
    value: z.unknown().optional(),
    valueBase64: z.string().optional(),
  })
  .meta({ id: 'LoggedEvent' });
