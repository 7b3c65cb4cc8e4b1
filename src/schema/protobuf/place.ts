import { type ReadSchema } from '../language.js';
import { type MessageType, type ProtoFile, type ProtoPlace } from './proto-type.js';
import { protobufRootOf } from './protobuf-root.js';

/** Where something of a schema is written, by its pointer, in its own text or in an import. */
export function placeInProtobuf(
  schema: ReadSchema,
  pointer: string,
  document = '',
): { readonly line: number; readonly column: number } | undefined {
  const { file, files } = protobufRootOf(schema);
  const written = document === '' ? file : files.get(document);
  if (!written) return undefined;
  for (const at of placesIn(written)) {
    const { line, column } = at;
    if (at.pointer === pointer && line !== undefined && column !== undefined)
      return { line, column };
  }
  return undefined;
}

function* placesIn(file: ProtoFile): Generator<ProtoPlace> {
  yield file.at;
  for (const each of file.messages) yield* placesInMessage(each);
  for (const { at, values } of file.enums) {
    yield at;
    for (const value of values) yield value.at;
  }
  for (const { at, methods } of file.services) {
    yield at;
    for (const method of methods) yield method.at;
  }
  for (const { at } of file.extensions) yield at;
}

function* placesInMessage(message: MessageType): Generator<ProtoPlace> {
  const { at, fields, oneofs, enums, messages } = message;
  yield at;
  for (const each of [...fields, ...oneofs]) yield each.at;
  for (const each of enums) {
    yield each.at;
    for (const value of each.values) yield value.at;
  }
  for (const each of messages) yield* placesInMessage(each);
}
