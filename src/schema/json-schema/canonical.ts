import { isLosslessNumber } from 'lossless-json';
import { type ReadSchema } from '../language.js';
import { rootOf } from './read.js';

/** Text whose equality is identity: white space dropped, order and digits kept. */
export const canonicalJsonSchema = (schema: ReadSchema): string => rootOf(schema).compact;

/** The same with the members of every object in code unit order. */
export const normalizedJsonSchema = (schema: ReadSchema): string =>
  sorted(rootOf(schema).asWritten);

function sorted(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isLosslessNumber(value)) return value.value;
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`;
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${sorted((value as Record<string, unknown>)[name])}`).join(',')}}`;
}
