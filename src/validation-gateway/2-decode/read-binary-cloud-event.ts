import { isUtf8 } from 'node:buffer';
import type { ArrivedEvent } from '../event.js';
import type { ArrivedRequest } from '../request.js';
import type { Refusal } from '../verdict.js';
import { cloudEvent } from './cloud-event.js';
import { notACloudEvent } from './cloud-event-context.js';

const PERCENT = /%([0-9A-Fa-f]{2})/g;

/** CloudEvents HTTP binding §3.1: attributes are `ce-` headers, the body is the data. */
export function readBinaryCloudEvent(
  request: Extract<ArrivedRequest, { form: 'cloudevent-binary' }>,
): ArrivedEvent {
  const attributes = new Map<string, string>();
  let fault: Refusal | undefined;
  for (const [name, raw] of request.headers) {
    const value = headerValue(raw);
    if (name === 'datacontenttype')
      fault ??= notACloudEvent(
        name,
        'In binary mode the Content-Type header says what the data is; ce-datacontenttype has no place.',
      );
    else if (value === undefined)
      fault ??= notACloudEvent(
        name,
        `The header ce-${name.slice(0, 64)} is not percent-encoded UTF-8.`,
      );
    else attributes.set(name, value);
  }
  const { contentType, body } = request;
  if (contentType !== undefined) attributes.set('datacontenttype', contentType);
  const value = body.length === 0 ? null : body;
  return cloudEvent(request, { attributes, value, isScanned: false, fault });
}

/**
 * HTTP binding §3.1.3.2: an outer pair of quotes is dropped with its backslashes, then %XX is
 * decoded to UTF-8. Node hands over one character per byte.
 */
function headerValue(raw: string): string | undefined {
  const bare = /^".*"$/s.test(raw) ? raw.slice(1, -1).replace(/\\(.)/gs, '$1') : raw;
  const bytes = Buffer.from(
    bare.replace(PERCENT, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
}
