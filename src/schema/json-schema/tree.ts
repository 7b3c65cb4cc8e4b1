import { type ReadSchema, type SchemaNode } from '../language.js';
export function treeOfJsonSchema(_schema: ReadSchema): SchemaNode {
  return { name: '', path: '', type: 'any', required: true, constraints: [], children: [] };
}
