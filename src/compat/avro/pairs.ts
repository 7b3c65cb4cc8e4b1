import {
  type AvroField,
  type AvroType,
  isPrimitiveKind,
  logicalOf,
  type RecordType,
} from '#schema';
import { placeInDocument } from '../place-in-document.js';

/** One step from a value of the writer to a value inside it. */
export type Step =
  | { readonly kind: 'field'; readonly record: RecordType; readonly field: AvroField }
  | { readonly kind: 'branch'; readonly branch: AvroType }
  /** The reader chose a branch of its union; the value stays the same. */
  | { readonly kind: 'same' }
  | { readonly kind: 'item' | 'value' };

/** A type, and the pointer of the place where it is used. */
export interface Use {
  readonly type: AvroType;
  readonly place: string;
}

/** A writer's type that is read as a reader's, and how a value comes there. */
export interface Pair {
  readonly writer: Use;
  readonly reader: Use;
  readonly from?: { readonly pair: Pair; readonly step: Step };
}

/** A pointer into the schema itself, or `name#pointer` into a referenced one. */
export const pointerAt = (
  { at }: Pick<AvroField, 'at'>,
  ...steps: readonly (string | number)[]
): string => {
  let pointer = placeInDocument(at.document, at.pointer);
  for (const step of steps) pointer += `/${step}`;
  return pointer;
};

export const rootUse = (type: AvroType): Use => ({ type, place: '' });
export const fieldUse = (field: AvroField): Use => ({
  type: field.type,
  place: pointerAt(field, 'type'),
});

/** The same primitive type without a logical one: between the two there is nothing to find. */
export const isSamePrimitive = (one: AvroType, other: AvroType): boolean =>
  one.kind === other.kind && isPrimitiveKind(one.kind) && !logicalOf(one) && !logicalOf(other);

/** What a type used in a place holds, each with its own place. */
export function branchUses({ type, place }: Use): readonly Use[] {
  if (type.kind !== 'union') return [{ type, place }];
  return type.branches.map((branch, index) => ({ type: branch, place: pointerAt(type, index) }));
}

/** Whether a value comes to a pair as a branch of the writer's union. */
export const isBranchOfWriter = ({ from }: Pair): boolean => from?.step.kind === 'branch';
