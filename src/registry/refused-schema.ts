import { type Problem, problem } from '#kernel';
import type { SchemaFault } from '#schema';
import { registryProblems } from './problems.js';

/** The sentence names the first place; `faults` names all. */
export function refusedSchema(faults: readonly SchemaFault[]): Problem {
  const [first] = faults;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  const why = first ? `${first.message}${placeOf(first)}${more}` : 'it cannot be read.';
  return problem(registryProblems.SCHEMA_INVALID, { why }, { members: { faults } });
}

function placeOf({ pointer, line, column }: SchemaFault): string {
  const places = [
    pointer === '' ? undefined : `at ${pointer}`,
    line === undefined ? undefined : `line ${line}, column ${column ?? 1}`,
  ].filter((place) => place !== undefined);
  return places.length === 0 ? '' : ` [${places.join(', ')}]`;
}
