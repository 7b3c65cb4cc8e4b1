import { isJsonObject } from './json.js';
import { parsePointer } from './json-pointer.js';
import type { SchemaNode, SchemaSource } from './language.js';
import { treeOf } from './shown-as.js';

/**
 * Whether a definition has a field, by its path as the tree tells it. Where properties lead straight to it
 * nothing is read: twenty versions are asked for one field.
 */
export function declares(source: SchemaSource, path: string): boolean {
  if (source.type === 'JSON' && isPlainlyThere(source.text, path)) return true;
  const tree = treeOf(source);
  return tree !== undefined && hasNode(tree, path);
}

/** Up to draft-07 nothing beside a reference counts. */
function isPlainlyThere(text: string, path: string): boolean {
  const names = parsePointer(path);
  if (!names) return false;
  let schema = parsed(text);
  for (const name of names) {
    if (!isJsonObject(schema) || '$ref' in schema || !isJsonObject(schema.properties)) return false;
    if (!Object.hasOwn(schema.properties, name)) return false;
    schema = schema.properties[name];
  }
  return isJsonObject(schema) || typeof schema === 'boolean';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const hasNode = (node: SchemaNode, path: string): boolean =>
  node.path === path || node.children.some((child) => hasNode(child, path));
