import { assertedFormats } from '#schema';
import type { Rational } from './rational.js';

/**
 * Formats are executed, never interpreted: a proof may use only that a format equals itself, a
 * witness is a value the gateway's own format test really refuses. A format the gateway does not
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

export const samplesOf = (format: string): readonly string[] =>
  Object.hasOwn(SAMPLES, format) ? (SAMPLES[format] ?? []) : [];

export const everySample: readonly string[] = [...new Set(Object.values(SAMPLES).flat())];
