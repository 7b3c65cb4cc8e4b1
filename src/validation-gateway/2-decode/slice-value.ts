import { isUtf8 } from 'node:buffer';
import { limits } from '#kernel';
import { endOfPlainJson } from '#schema';
import type { ReasonCode } from '../reasons.js';
import { refuse, type Refusal } from '../verdict.js';
import { type JsonFaultKind, NotJson } from './json-fault.js';
import { type JsonBounds, JsonScanner, type ScannedValue } from './json-scanner.js';

export const EVENT_BOUNDS: JsonBounds = {
  depthMax: limits.eventDepth.value,
  valuesMax: limits.eventNodes.value,
};

/** Of the values of a body: most of them are plain. */
export const BODY_BOUNDS: JsonBounds = { ...EVENT_BOUNDS, endOfPlain: endOfPlainJson };

const REASON_OF = {
  'duplicate-key': 'DUPLICATE_KEY',
  'lone-surrogate': 'LONE_SURROGATE',
  'number-range': 'NUMBER_OUT_OF_RANGE',
  'too-deep': 'TOO_DEEP',
  'too-many-values': 'TOO_MANY_VALUES',
} as const satisfies Record<JsonFaultKind, ReasonCode>;

/**
 * The bytes of one value and why nobody may parse them, if so.
 *
 * @param isBodyUtf8 asked once for the whole body; only a body that is not asks value by value
 */
export function sliceValue(
  body: Buffer,
  { start, end, fault }: ScannedValue,
  isBodyUtf8: boolean,
): { readonly bytes: Buffer; readonly fault: Refusal | undefined } {
  const bytes = body.subarray(start, end);
  if (bytes.length > limits.eventBytes.value) return { bytes, fault: refuse('EVENT_TOO_LARGE') };
  if (!isBodyUtf8 && !isUtf8(bytes)) return { bytes, fault: refuse('INVALID_UTF8') };
  return { bytes, fault: fault && refuse(REASON_OF[fault.kind], fault) };
}

/** Scans bytes that came alone, not inside a body that was scanned already. */
export function faultOfWhole(bytes: Buffer): Refusal | undefined {
  if (bytes.length > limits.eventBytes.value) return refuse('EVENT_TOO_LARGE');
  if (!isUtf8(bytes)) return refuse('INVALID_UTF8');
  try {
    const scanner = new JsonScanner(bytes, EVENT_BOUNDS);
    const scanned = scanner.value(0);
    scanner.end(scanned.end);
    return sliceValue(bytes, scanned, true).fault;
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    const { offset, expected } = error;
    return refuse('NOT_JSON', {
      message: `The value is not JSON: at byte ${offset} there should be ${expected}.`,
    });
  }
}
