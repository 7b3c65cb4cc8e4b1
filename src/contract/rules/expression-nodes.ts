import type { ASTNode } from '@marcbachmann/cel-js';

export const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value;

/** Every node as it was written; what macros make of them is left out. */
export function* nodesIn(node: ASTNode): Generator<ASTNode> {
  yield node;
  for (const child of childrenOf(node)) yield* nodesIn(child);
}

export const childrenOf = (node: ASTNode): readonly ASTNode[] => flattened(node.args);

function flattened(args: unknown): readonly ASTNode[] {
  if (isNode(args)) return [args];
  return Array.isArray(args) ? args.flatMap(flattened) : [];
}
