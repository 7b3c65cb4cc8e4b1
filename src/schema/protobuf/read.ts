import { fail, limits, ok, type Result } from '#kernel';
import { tooManyReferences } from '../bounded-json.js';
import { type ReadSchema, type SchemaFault, type SchemaSource } from '../language.js';
import { ImportedFiles } from './import-files.js';
import { FileLinker } from './link-file.js';
import { parseProto } from './parse.js';
import { ProtoFaults } from './proto-faults.js';
import { type EnumType, type MessageType, ProtobufRoot, type ProtoFile } from './proto-type.js';
import { type FileNode } from './syntax-tree.js';
import { SymbolTable } from './symbols.js';
import { Unreadable } from './unreadable.js';

/** Reads a Protobuf schema and what it imports; nothing is fetched, no code is made. */
export function readProtobuf(source: SchemaSource): Result<ReadSchema, readonly SchemaFault[]> {
  if (source.references.length > limits.referenceCount.value)
    return fail([tooManyReferences(source.references.length)]);
  const faults = new ProtoFaults();
  const imported = new ImportedFiles(source, faults, readNode);
  imported.load('', source.text);
  if (faults.found.length > 0) return fail(faults.found);
  const symbols = new SymbolTable();
  const files = new Map<string, ProtoFile>();
  const types = new Map<string, MessageType | EnumType>();
  for (const unit of imported.units.values()) {
    const { file, declared } = new FileLinker(unit, symbols, faults).run();
    files.set(unit.path, file);
    for (const { type } of [...declared.messages, ...declared.enums])
      types.set(type.fullName, type);
    if (faults.found.length > 0) return fail(faults.found);
  }
  const root = imported.units.get('');
  const file = files.get('');
  if (!root || !file) return fail(faults.found);
  return ok({ source, root: new ProtobufRoot(file, files, types, root.node) });
}

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
