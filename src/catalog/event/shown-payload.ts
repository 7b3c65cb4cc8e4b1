import type { QuarantinedEvent } from '#event-log';
import type { PublishedContract } from '#registry';
import type { SchemaNode } from '#schema';
import type { RefusalAnswer } from '../answers.js';
import { valueReader } from '../field/readable-value.js';
import { maskedPayload, maskedValue, SHOWN_BYTES_MAX } from './masked-payload.js';

interface Judged {
  /** The version that judged the event. */
  readonly by: Pick<PublishedContract, 'source' | 'schemaId'>;
  readonly fields: PublishedContract['contract']['fields'];
  readonly tree: SchemaNode | undefined;
}

/** A refused event for people: JSON as it came, the binary languages read by the schema. */
export function shownPayload(
  { value, headers }: Pick<QuarantinedEvent, 'value' | 'headers'>,
  { by: { source, schemaId }, fields, tree }: Judged,
): RefusalAnswer['payload'] {
  const text = maskedPayload(value, { fields }, tree);
  if (text || source.type === 'JSON' || value === null || value.length > SHOWN_BYTES_MAX)
    return text;
  const read = valueReader(source)({ value, headers, schemaId });
  const shown = read === undefined ? undefined : maskedValue(read, { fields }, tree);
  return shown && { ...shown, readAs: source.type };
}
