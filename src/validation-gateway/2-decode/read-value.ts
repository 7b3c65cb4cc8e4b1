import type { ArrivedEvent } from '../event.js';
import { refuse, type Refusal } from '../verdict.js';
import { faultOfWhole } from './slice-value.js';

/** RFC 6838 §4.2.8: a type that ends in +json is JSON. */
const JSON_TYPE = /^(application\/json|text\/json|[^;\s]+\+json)\s*(;|$)/i;

export type ReadValue =
  | { readonly value: unknown; readonly fault: undefined }
  | { readonly value: undefined; readonly fault: Refusal };

/**
 * The value as JavaScript sees it, for validators only: what leaves is the bytes. Safe after the
 * scan: no name comes twice, the depth is bounded, and `__proto__` becomes a member like others.
 * Numbers are doubles here: an integer beyond 2^53 is judged as its nearest double.
 */
export function readValue({ value, contentType, isScanned, fault }: ArrivedEvent): ReadValue {
  if (fault) return { value: undefined, fault };
  if (value === null) return { value: undefined, fault: undefined };
  const found = isJson(contentType)
    ? isScanned
      ? undefined
      : faultOfWhole(value)
    : otherType(contentType);
  if (found) return { value: undefined, fault: found };
  return { value: JSON.parse(value.toString('utf8')) as unknown, fault: undefined };
}

const isJson = (contentType: string | undefined): boolean =>
  contentType === undefined || JSON_TYPE.test(contentType);

const otherType = (contentType: string | undefined): Refusal =>
  refuse('CONTENT_TYPE_MISMATCH', {
    message: `The contract describes JSON, and the event says it carries ${(contentType ?? '').slice(0, 80)}.`,
  });
