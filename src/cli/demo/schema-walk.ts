import type { Schema } from './schema-of-kind.js';

const PREFIX = '#/definitions/';

/** The alternatives a schema stands for; each is a list of parts that all hold. */
function alternativesOf(root: Schema, schema: unknown): readonly (readonly Schema[])[] {
  const here = resolve(root, schema);
  const own: readonly Schema[] = [here];
  const also = listOf(here['allOf']).map((part) => alternativesOf(root, part));
  const either = [...listOf(here['oneOf']), ...listOf(here['anyOf'])];
  const branches = either.length > 0 ? [either.flatMap((part) => alternativesOf(root, part))] : [];
  return [...also, ...branches].reduce<readonly (readonly Schema[])[]>(
    (sofar, next) => sofar.flatMap((left) => next.map((right) => [...left, ...right])),
    [own],
  );
}

/** Does every valid event have a string there? Then it can be the partition key. */
export function isAlwaysString(root: Schema, path: readonly string[]): boolean {
  return holds(root, root, path);
}

function holds(root: Schema, schema: unknown, path: readonly string[]): boolean {
  const [step, ...rest] = path;
  return alternativesOf(root, schema).every((parts) => {
    if (step === undefined) return parts.some(({ type }) => type === 'string');
    const isRequired = parts.some(({ required }) => listOf(required).includes(step));
    return isRequired && membersOf(parts, step).some((member) => holds(root, member, rest));
  });
}

const DEPTH_MAX = 4;

/** Paths of all members with this name, `*` for any index; not deeper than a person would list. */
export function pathsNamed(root: Schema, name: string): readonly string[] {
  const found = new Set<string>();
  const visit = (schema: unknown, path: readonly string[]): void => {
    if (path.length > DEPTH_MAX) return;
    const parts = alternativesOf(root, schema).flat();
    if (path.at(-1) === name) found.add(`/${path.join('/')}`);
    for (const part of new Set(parts)) {
      for (const [key, inner] of Object.entries(recordOf(part['properties'])))
        visit(inner, [...path, key]);
      if (typeof part['items'] === 'object') visit(part['items'], [...path, '*']);
    }
  };
  visit(root, []);
  return [...found].sort((a, b) => a.split('/').length - b.split('/').length || a.localeCompare(b));
}

const membersOf = (parts: readonly Schema[], key: string): readonly unknown[] =>
  parts.flatMap((part) => {
    const members = recordOf(part['properties']);
    return Object.hasOwn(members, key) ? [members[key]] : [];
  });

function resolve(root: Schema, schema: unknown): Schema {
  const here = recordOf(schema);
  const reference = here['$ref'];
  if (typeof reference !== 'string' || !reference.startsWith(PREFIX)) return here;
  return resolve(root, recordOf(root['definitions'])[reference.slice(PREFIX.length)]);
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const recordOf = (value: unknown): Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : {};
