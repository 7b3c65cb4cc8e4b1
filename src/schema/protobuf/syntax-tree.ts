import { type Spot } from './unreadable.js';

/** A .proto file as written, before any name is looked up. It holds what a descriptor can say, no more. */
export interface FileNode {
  readonly syntax: 'proto2' | 'proto3' | 'editions';
  readonly edition?: string | undefined;
  readonly package: string;
  readonly doc?: string | undefined;
  readonly imports: readonly ImportNode[];
  readonly options: readonly OptionNode[];
  readonly messages: readonly MessageNode[];
  readonly enums: readonly EnumNode[];
  readonly extends: readonly ExtendNode[];
  readonly services: readonly ServiceNode[];
}

export interface ImportNode {
  readonly path: string;
  readonly kind: 'plain' | 'public' | 'weak' | 'option';
  readonly at: Spot;
}

/** What is declared under a name, with its options. */
export interface DeclaredNode {
  readonly at: Spot;
  readonly name: string;
  readonly doc?: string | undefined;
  readonly options: readonly OptionNode[];
}

export interface OptionNode {
  readonly at: Spot;
  readonly path: readonly OptionStep[];
  readonly value: OptionValue;
}

export interface OptionStep {
  readonly name: string;
  /** Written in parentheses. */
  readonly isExtension: boolean;
}

export type OptionValue =
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'whole'; readonly value: bigint }
  | { readonly kind: 'real'; readonly value: number }
  | { readonly kind: 'text'; readonly bytes: Uint8Array }
  | { readonly kind: 'message'; readonly members: readonly OptionMember[] }
  | { readonly kind: 'list'; readonly items: readonly OptionValue[] };

/** A member of a value in braces: a field, or in brackets an extension or the URL of an Any. */
export interface OptionMember extends OptionStep {
  readonly at: Spot;
  readonly value: OptionValue;
}

export type Visibility = 'export' | 'local';

export interface MessageNode extends DeclaredNode {
  readonly visibility?: Visibility | undefined;
  /** Printed with the field that declares it. */
  readonly isGroup: boolean;
  readonly members: readonly (FieldNode | OneofNode)[];
  /** Groups too. */
  readonly messages: readonly MessageNode[];
  readonly enums: readonly EnumNode[];
  readonly extends: readonly ExtendNode[];
  readonly extensionRanges: readonly ExtensionRangeNode[];
  readonly reserved: ReservedNode;
}

/** Both ends included. */
export interface RangeNode {
  readonly from: number;
  readonly to: number;
  readonly at: Spot;
}

export interface ExtensionRangeNode extends RangeNode {
  readonly options: readonly OptionNode[];
}

export interface ReservedNode {
  readonly numbers: readonly RangeNode[];
  readonly names: readonly { readonly at: Spot; readonly name: string }[];
}

export type Label = 'optional' | 'required' | 'repeated';

export interface TypeNode {
  readonly at: Spot;
  /** As written, with its leading dot where it has one. */
  readonly name: string;
}

export interface FieldNode extends DeclaredNode {
  readonly kind: 'field';
  readonly number: number;
  readonly numberAt: Spot;
  readonly label?: Label | undefined;
  /** The value's, where it is a map. */
  readonly type: TypeNode;
  readonly mapKey?: TypeNode | undefined;
  /** The message a group declares; `type` names it. */
  readonly group?: MessageNode | undefined;
}

export interface OneofNode extends DeclaredNode {
  readonly kind: 'oneof';
  readonly fields: readonly FieldNode[];
}

export interface ExtendNode {
  readonly target: TypeNode;
  readonly fields: readonly FieldNode[];
}

export interface EnumNode extends DeclaredNode {
  readonly visibility?: Visibility | undefined;
  readonly values: readonly EnumValueNode[];
  readonly reserved: ReservedNode;
}

export interface EnumValueNode extends DeclaredNode {
  readonly number: number;
}

export interface ServiceNode extends DeclaredNode {
  readonly methods: readonly MethodNode[];
}

export interface MethodNode extends DeclaredNode {
  readonly input: TypeNode;
  readonly output: TypeNode;
  readonly isClientStreaming: boolean;
  readonly isServerStreaming: boolean;
}
