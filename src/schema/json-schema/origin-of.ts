import { type ErrorObject } from 'ajv';
import { invariant } from '#kernel';
import { type Origin, type Origins } from './one-dialect.js';

/** Where the schema stands that a reason is about; ajv names it when it is told to be verbose. */
export function originOf(
  { parentSchema }: Pick<ErrorObject, 'parentSchema'>,
  origins: Origins,
): Origin {
  const origin = parentSchema && origins.get(parentSchema);
  invariant(origin, 'a reason is about a schema that stands in a text');
  return origin;
}
