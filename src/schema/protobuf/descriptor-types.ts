import { invariant } from '#kernel';
import { DESCRIPTOR_PATH, builtInFiles } from './built-in/built-in-files.js';
import { FileLinker } from './link-file.js';
import { parseProto } from './parse.js';
import { ProtoFaults } from './proto-faults.js';
import { type EnumType, type MessageType } from './proto-type.js';
import { SymbolTable } from './symbols.js';

let types: ReadonlyMap<string, MessageType | EnumType> | undefined;

/** The types that describe schemas themselves, read from descriptor.proto when first asked for. */
export function descriptorTypes(): ReadonlyMap<string, MessageType | EnumType> {
  return (types ??= read());
}

function read(): ReadonlyMap<string, MessageType | EnumType> {
  const text = builtInFiles.get(DESCRIPTOR_PATH);
  invariant(text !== undefined, 'descriptor.proto is built in');
  const node = parseProto(text);
  const unit = { path: DESCRIPTOR_PATH, node, visible: new Set([DESCRIPTOR_PATH]) };
  const faults = new ProtoFaults();
  const { declared } = new FileLinker(unit, new SymbolTable(), faults).run();
  invariant(faults.found.length === 0, 'descriptor.proto is a valid schema');
  return new Map(
    [...declared.messages, ...declared.enums].map(({ type }) => [type.fullName, type]),
  );
}
