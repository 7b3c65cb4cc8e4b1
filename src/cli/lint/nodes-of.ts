import { appendPointer, type SchemaNode } from '#schema';

/** Every node, the root first. */
export function* nodesOf(node: SchemaNode): Generator<SchemaNode> {
  yield node;
  for (const child of node.children) yield* nodesOf(child);
}

/** Named properties: no items, no options, no patterns. */
export function* propertiesOf(node: SchemaNode): Generator<SchemaNode> {
  for (const child of node.children) {
    if (child.path === appendPointer(node.path, child.name)) yield child;
    yield* propertiesOf(child);
  }
}

/** The words of a name, whatever way they are joined: `birthDate`, `birth_date`, `birth-date`. */
export const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map((word) => word.toLowerCase());
