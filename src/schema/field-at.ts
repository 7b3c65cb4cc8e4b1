import type { SchemaNode } from './language.js';

/** Of every place in the text of a schema that says a field, the path of that field in an event. */
export function fieldsByPointer(tree: SchemaNode | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const pending = tree ? [tree] : [];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.schemaPointer !== undefined && !found.has(node.schemaPointer))
      found.set(node.schemaPointer, node.path);
    pending.push(...node.children);
  }
  return found;
}

/** The field whose part of the schema this pointer lies in; `undefined` for the event as a whole. */
export function fieldAt(fields: ReadonlyMap<string, string>, pointer: string): string | undefined {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const path = fields.get(at) ?? fields.get(`${at}/type`);
    if (path !== undefined && path !== '') return path;
  }
  return undefined;
}
