import type { IHeaders } from 'kafkajs';
import type { ReadyEvent } from './exit.js';

/**
 * kafkajs takes headers as an object, so headers of one name travel together, at the place of the
 * first, and names that look like array indices come first. Names, values and repeats are exact.
 */
export function kafkaHeaders(headers: ReadyEvent['headers']): IHeaders {
  const byName = Object.create(null) as Record<string, Buffer[]>;
  for (const [name, value] of headers) (byName[name] ??= []).push(value);
  return byName;
}
