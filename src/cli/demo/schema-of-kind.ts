/** A JSON Schema as parsed; the demo only moves its parts. */
export interface Schema {
  readonly [keyword: string]: unknown;
}

/** GitHub's one big schema: 344 definitions that refer to each other. */
export interface GithubSchemas {
  readonly definitions: Readonly<Record<string, Schema>>;
}

const PREFIX = '#/definitions/';

/** The definition that describes every event of a kind, whatever its action. */
export function definitionOfKind(all: GithubSchemas, kind: string): string | undefined {
  return [`${kind}$event`, `${kind}_event`].find((name) => Object.hasOwn(all.definitions, name));
}

/** One self-contained schema: the event's definition and just those it needs, transitively. */
export function schemaOfKind(all: GithubSchemas, kind: string, isOpen = false): Schema | undefined {
  const root = definitionOfKind(all, kind);
  if (root === undefined) return undefined;
  const needed = closureOf(all, root);
  const definitions = needed
    .filter((name) => name !== root)
    .sort()
    .map((name) => [name, asPart(all.definitions[name] ?? {}, isOpen)] as const);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `${kind} event`,
    ...(asPart(all.definitions[root] ?? {}, isOpen) as Schema),
    definitions: Object.fromEntries(definitions),
  };
}

function closureOf(all: GithubSchemas, root: string): readonly string[] {
  const reached = new Set([root]);
  for (const name of reached) {
    for (const reference of referencesIn(all.definitions[name])) reached.add(reference);
  }
  return [...reached];
}

function referencesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' && inner.startsWith(PREFIX)
      ? [inner.slice(PREFIX.length)]
      : referencesIn(inner),
  );
}

/**
 * The published file repeats `$schema` in every definition, where only a whole document may have
 * one (draft-07 core §7), and marks types for a code generator; both say nothing about events.
 */
const NOISE = new Set(['$schema', 'tsAdditionalProperties']);

function asPart(value: unknown, isOpen: boolean): unknown {
  if (Array.isArray(value)) return value.map((inner) => asPart(inner, isOpen));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([key, inner]) =>
      !NOISE.has(key) && !(isOpen && key === 'additionalProperties' && inner === false),
  );
  return Object.fromEntries(kept.map(([key, inner]) => [key, asPart(inner, isOpen)]));
}
