import { isUtf8 } from 'node:buffer';
import type { LoggedEvent } from '../logged-event.js';

/**
 * An event as JSON text. A value that is JSON text itself is embedded as it stands, so numbers keep
 * their digits and members their order; anything else comes as base64. `valueBytes` is null for a
 * tombstone, which the JSON value `null` is not.
 */
export function eventInJson(event: LoggedEvent): string {
  const { topic, partition, offset, loggedAt, key, value, headers } = event;
  const { contract, schemaId, eventId, source } = event;
  const isJson = value !== null && isJsonText(value);
  const about = {
    topic,
    partition,
    offset,
    loggedAt,
    ...inText('key', key),
    headers: headers.map(([name, bytes]) => ({ name, ...inText('value', bytes) })),
    contract,
    schemaId,
    eventId,
    source,
    valueBytes: value?.length ?? null,
    ...(value !== null && !isJson ? { valueBase64: value.toString('base64') } : {}),
  };
  const embedded = isJson ? value.toString('utf8') : 'null';
  const members = JSON.stringify(about).slice(0, -1);
  return value === null || isJson ? `${members},"value":${embedded}}` : `${members}}`;
}

/** Text where the bytes are text, else base64 under a name that says so. */
export function inText(name: string, bytes: Buffer | null): Record<string, string | null> {
  if (bytes === null) return { [name]: null };
  if (isUtf8(bytes)) return { [name]: bytes.toString('utf8') };
  return { [`${name}Base64`]: bytes.toString('base64') };
}

function isJsonText(bytes: Buffer): boolean {
  if (!isUtf8(bytes)) return false;
  try {
    JSON.parse(bytes.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}
