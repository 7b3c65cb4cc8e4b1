import { fail, invariant, limits, ok, type Result } from '#kernel';
import { thrownAs } from '../thrown-as.js';
import { tooManyReferences } from '../bounded-json.js';
import { type ReadSchema, type SchemaFault, type SchemaSource } from '../language.js';
import { ImportedFiles, type Unit } from './import-files.js';
import { FileLinker } from './link-file.js';
import { OptionLinker } from './link-options.js';
import { parseProto } from './parse.js';
import { ProtoFaults } from './proto-faults.js';
import { type EnumType, type MessageType, type ProtoField, type ProtoFile } from './proto-type.js';
import { ProtobufRoot, protobufRootOf, type WrittenProto } from './protobuf-root.js';
import { isSerialized, textOfSerialized } from './serialized.js';
import { type FileNode } from './syntax-tree.js';
import { SymbolTable } from './symbols.js';
import { Unreadable } from './unreadable.js';

/** Reads a Protobuf schema and what it imports; nothing is fetched, no code is made. */
export function readProtobuf(source: SchemaSource): Result<ReadSchema, readonly SchemaFault[]> {
  if (source.references.length > limits.referenceCount.value)
    return fail([tooManyReferences(source.references.length)]);
  if (isSerialized(source.text)) return readSerialized(source);
  const faults = new ProtoFaults();
  const imported = new ImportedFiles(source, faults, readNode);
  imported.load('', source.text);
  if (faults.found.length > 0) return fail(faults.found);
  return linked(source, imported.units, faults);
}

/**
 * Twice: custom options in the bytes are unknown fields until the files that declare them are read.
 * Faults are placed in the text the bytes stand for.
 */
function readSerialized(source: SchemaSource): Result<ReadSchema, readonly SchemaFault[]> {
  try {
    const bare = readProtobuf({ ...source, text: textOfSerialized(source.text) });
    if (!bare.ok) return bare;
    const known = protobufRootOf(bare.value).extensionOf;
    return readProtobuf({ ...source, text: textOfSerialized(source.text, known) });
  } catch (error) {
    const { code, message } = thrownAs(Unreadable, error);
    return fail([{ code, pointer: '', message }]);
  }
}

function linked(
  source: SchemaSource,
  units: ReadonlyMap<string, Unit>,
  faults: ProtoFaults,
): Result<ReadSchema, readonly SchemaFault[]> {
  const symbols = new SymbolTable();
  const files = new Map<string, ProtoFile>();
  const types = new Map<string, MessageType | EnumType>();
  const extensions = new Map<string, ProtoField>();
  let written: WrittenProto | undefined;
  for (const unit of units.values()) {
    const linker = new FileLinker(unit, symbols, faults);
    const { file, declared } = linker.run();
    files.set(unit.path, file);
    for (const { type } of [...declared.messages, ...declared.enums])
      types.set(type.fullName, type);
    for (const each of file.extensions) extensions.set(each.fullName, each);
    if (faults.found.length > 0) return fail(faults.found);
    const options = new OptionLinker(unit, { symbols, extensions }, faults);
    if (!isBuiltIn(unit)) options.run();
    written = {
      node: unit.node,
      typeNames: linker.typeNames,
      options: options.data,
    };
    if (faults.found.length > 0) return fail(faults.found);
  }
  invariant(written, 'the schema itself is linked last');
  return ok({ source, root: new ProtobufRoot(files, types, written, source.messages) });
}

const isBuiltIn = ({ path }: Unit): boolean => path.startsWith('google/protobuf/');

function readNode(text: string): FileNode {
  const bytes = limits.schemaBytes.value;
  if (text.length > bytes || new TextEncoder().encode(text).length > bytes)
    throw new Unreadable(
      { line: 1, column: 1 },
      `It is longer than ${bytes} bytes. Split it into files that import each other.`,
      'SCHEMA_TOO_LARGE',
    );
  return parseProto(text);
}
