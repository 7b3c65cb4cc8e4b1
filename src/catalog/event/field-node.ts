import type { FieldOverlay } from '#contract';
import type { SchemaNode } from '#schema';
import type { FieldNode } from '../answers.js';

type Overlays = Readonly<Record<string, FieldOverlay>>;

/** What the schema says about a field with what the contract lays over it, in one tree. */
export function fieldNode(node: SchemaNode, overlays: Overlays): FieldNode {
  const { name, path, type, required, description, constraints, recursive } = node;
  return {
    name,
    path,
    type,
    required,
    constraints,
    ...(description !== undefined && { description }),
    ...(recursive !== undefined && { recursive }),
    ...fates(node, overlays[path]),
    children: node.children.map((child) => fieldNode(child, overlays)),
  };
}

const NOTHING: Partial<FieldNode> = {};

function fates(node: SchemaNode, overlay: FieldOverlay | undefined): Partial<FieldNode> {
  if (!overlay && !node.deprecated) return NOTHING;
  const { classification, mask, deprecatedOn, sunsetOn, replacedBy } = overlay ?? {};
  const isDeprecated = node.deprecated === true || deprecatedOn !== undefined;
  const kept = classification ?? (mask === undefined ? undefined : 'masked');
  return {
    ...(isDeprecated && { deprecated: true }),
    ...(sunsetOn !== undefined && { sunsetOn }),
    ...(replacedBy !== undefined && { replacedBy }),
    ...(kept !== undefined && { classification: kept }),
  };
}
