import { NOT_SHOWN, type SchemaNode } from './language.js';
import { appendPointer, parsePointer } from './json-pointer.js';

/** Nodes that describe the same value: options and conditions share their parent's path. */
function* sameValue(node: SchemaNode): Generator<SchemaNode> {
  yield node;
  for (const child of node.children) if (child.path === node.path) yield* sameValue(child);
}

/** A node that says nothing about its members neither declares nor excludes any. */
const isOpaque = (node: SchemaNode): boolean =>
  node.recursive !== undefined || node.children.every((child) => child.path === node.path);

/**
 * What a schema says about a place in the event: its nodes, an empty list when it declares no
 * such place, `undefined` when it leaves that open (any value, or a tree that is cut).
 */
export function nodesAt(tree: SchemaNode, pointer: string): readonly SchemaNode[] | undefined {
  let nodes = [...sameValue(tree)];
  let isCut = false;
  for (const token of parsePointer(pointer) ?? []) {
    isCut ||= nodes.some(({ constraints }) => constraints.includes(NOT_SHOWN));
    const inside = nodes.flatMap((node) =>
      node.children.filter(
        (child) =>
          child.path === appendPointer(node.path, token) ||
          child.path === appendPointer(node.path, '*'),
      ),
    );
    if (inside.length === 0)
      return nodes.every((node) => isOpaque(node))
        ? undefined
        : isCut || nodes.some((node) => node.recursive !== undefined)
          ? undefined
          : [];
    nodes = inside.flatMap((node) => [...sameValue(node)]);
  }
  return nodes;
}
