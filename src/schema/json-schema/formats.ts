import { fullFormats, fastFormats } from 'ajv-formats/dist/formats.js';

/**
 * Formats that decide about events, as they do in the Confluent serializers; any other format
 * only describes. Each runs in time linear in the text: dates and times are functions that look
 * at digits, the addresses are the short expressions (the long ones backtrack).
 */
export const assertedFormats: ReadonlyMap<string, (text: string) => boolean> = new Map(
  Object.entries({
    date: fullFormats.date,
    time: fullFormats.time,
    'date-time': fullFormats['date-time'],
    duration: fullFormats.duration,
    uri: fastFormats.uri,
    'uri-reference': fastFormats['uri-reference'],
    email: fastFormats.email,
    hostname: fullFormats.hostname,
    ipv4: fullFormats.ipv4,
    ipv6: fullFormats.ipv6,
    uuid: fullFormats.uuid,
    'json-pointer': fullFormats['json-pointer'],
  }).map(([name, format]) => [name, asTest(format)]),
);

/** Longer texts are no date and no address (RFC 5321, RFC 1035, RFC 9110 §4.1 speak of 8,000). */
const FORMATTED_CHARACTERS_MAX = 8_192;

function asTest(format: unknown): (text: string) => boolean {
  const test = testOf(format);
  return (text) => text.length <= FORMATTED_CHARACTERS_MAX && test(text);
}

function testOf(format: unknown): (text: string) => boolean {
  if (format instanceof RegExp) return (text) => format.test(text);
  if (typeof format === 'function') return format as (text: string) => boolean;
  return testOf((format as { validate: unknown }).validate);
}
