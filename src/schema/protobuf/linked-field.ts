import { type Features } from './features.js';
import { type ProtoField } from './proto-type.js';
import { type FieldNode } from './syntax-tree.js';

/** A field as written beside what it means. */
export interface LinkedField {
  readonly node: FieldNode;
  readonly field: ProtoField;
  readonly features: Features;
  readonly oneof?: string | undefined;
}
