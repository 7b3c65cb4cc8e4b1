import type { SchemaNode } from '#schema';

/** The fields of a tree in reading order; what only stands for the items of a list is left out. */
export function* fieldsInOrder(tree: SchemaNode, most: number): Generator<SchemaNode> {
  const pending = [...tree.children];
  let told = 0;
  for (let node = pending.shift(); node && told < most; node = pending.shift()) {
    pending.unshift(...node.children);
    if (node.name.startsWith('[')) continue;
    told++;
    yield node;
  }
}
