import { assertedFormats } from '#schema';
import type { Rational } from './rational.js';
import type { LengthRange } from './words.js';

/**
 * Formats are executed, hardly interpreted: a proof may use only that a format equals itself and
 * that some have a length, a witness is a value the gateway's own format test really refuses. A format the gateway does not
 * assert refuses nothing there; so nothing is ever proved or refuted by it alone.
 */
export function hasFormat(name: string, value: string | Rational): boolean {
  const test = assertedFormats.get(name);
  return typeof value !== 'string' || test === undefined || test(value);
}

/** A value of each format to begin a search with; the validator has the last word on each. */
const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  date: ['2026-01-31', '2024-02-29'],
  time: ['10:30:00Z', '23:59:59Z'],
  'date-time': ['2026-01-31T10:30:00Z', '2024-02-29T23:59:59.5+01:00'],
  'iso-time': ['10:30:00'],
  'iso-date-time': ['2026-01-31T10:30:00'],
  duration: ['P1D', 'PT1H'],
  email: ['a@b.cd', 'x.y@example.com'],
  'idn-email': ['a@b.cd'],
  hostname: ['a', 'example.com'],
  'idn-hostname': ['example.com'],
  ipv4: ['127.0.0.1', '10.0.0.1'],
  ipv6: ['::1', 'fe80::1'],
  uri: ['http://a', 'https://example.com/x', 'urn:a:b'],
  'uri-reference': ['a', '/x', 'http://a'],
  'uri-template': ['a', 'http://a/{b}'],
  iri: ['http://a'],
  url: ['http://example.com', 'https://example.com/x'],
  uuid: ['123e4567-e89b-12d3-a456-426614174000', '00000000-0000-0000-0000-000000000000'],
  'json-pointer': ['', '/a'],
  'json-pointer-uri-fragment': ['#', '#/a'],
  'relative-json-pointer': ['0', '1/a'],
  regex: ['a', '^[a-z]+$'],
  byte: ['', 'YQ=='],
};

/** The part of a sample that may be as long as one likes: what stands before it, it, and after. */
const STRETCHES: Readonly<Record<string, readonly [before: string, unit: string, after: string]>> =
  {
    time: ['10:30:00.', '5', 'Z'],
    'date-time': ['2026-01-31T10:30:00.', '5', 'Z'],
    duration: ['P', '1', 'D'],
    email: ['', 'a', '@b.cd'],
    hostname: ['', 'a.', 'a'],
    uri: ['http://a/', 'a', ''],
    'uri-reference': ['/', 'a', ''],
    'json-pointer': ['/', 'a', ''],
  };

/** A format may be called `constructor`. */
const rowOf = <Row>(table: Readonly<Record<string, Row>>, format: string): Row | undefined =>
  Object.hasOwn(table, format) ? table[format] : undefined;

/** A text of a format with at least so many characters, if there are such and they are known. */
export function stretched(format: string, length: number): readonly string[] {
  const stretch = rowOf(STRETCHES, format);
  if (!stretch || length > STRETCHED_MAX) return [];
  const [before, unit, after] = stretch;
  const left = Math.max(1, length - before.length - after.length);
  return [before + unit.repeat(Math.ceil(left / unit.length)) + after];
}
const STRETCHED_MAX = 8_000;

/**
 * How long a text of a format can be, whoever tests it: RFC 3339 §5.6 (four digits of a year),
 * RFC 9562 §4 (with `urn:uuid:` in front), RFC 2673 §3.2, RFC 4291 §2.2.
 */
const LENGTHS: Readonly<Record<string, LengthRange>> = {
  date: { min: 10, max: 10 },
  uuid: { min: 36, max: 45 },
  ipv4: { min: 7, max: 15 },
  ipv6: { min: 2, max: 45 },
};
const ANY_LENGTH: LengthRange = { min: 0, max: Infinity };

/** Lengths texts of all these formats can have. */
export function lengthOfFormats(formats: readonly string[]): LengthRange {
  const ranges = formats.map((format) => rowOf(LENGTHS, format) ?? ANY_LENGTH);
  return {
    min: Math.max(0, ...ranges.map(({ min }) => min)),
    max: Math.min(Infinity, ...ranges.map(({ max }) => max)),
  };
}

export const samplesOf = (format: string): readonly string[] => rowOf(SAMPLES, format) ?? [];

export const everySample: readonly string[] = [...new Set(Object.values(SAMPLES).flat())];
