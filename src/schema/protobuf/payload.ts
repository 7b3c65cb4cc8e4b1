import { fail, invariant, limits, ok, type Result } from '#kernel';
import { appendPointer } from '../json-pointer.js';
import { type ReadSchema, type Violation } from '../language.js';
import { TELLS_NOTHING } from '../bytes/bytes-judge.js';
import { OWN_FORM, type Payload, type PayloadForm } from '../payload.js';
import { decodeProtobuf } from './decode.js';
import { encodeProtobuf } from './encode.js';
import { exactJson } from '../exact-json.js';
import { JsonReading } from './from-json.js';
import { MessageDatum } from './message-datum.js';
import { indexesOf, messageAt } from './message-indexes.js';
import { type MessageType, type ProtoField } from './proto-type.js';
import { protobufRootOf, type ProtobufRoot } from './protobuf-root.js';
import { protobufToJson } from './to-json.js';
import { protobufBytesJudge } from './walk-bytes.js';
import { WireReader } from './wire-reader.js';

/** Events of one message of a Protobuf schema; those that the schema means where none is named. */
export function protobufPayload(
  schema: ReadSchema,
  { encoding, message }: PayloadForm = OWN_FORM,
): Payload | undefined {
  const root = protobufRootOf(schema);
  const type = message ? messageAt(root.file, message) : root.message;
  if (!type || root.named?.includes(type.fullName) === false) return undefined;
  return encoding === 'json' ? jsonPayload(root, type) : wirePayload(root, type);
}

function wirePayload(root: ProtobufRoot, type: MessageType): Payload {
  const { judge } = protobufBytesJudge(type, fieldsWithExtensions(root));
  return {
    tier: { name: 'bytes', untold: [] },
    judge,
    read: (bytes) => {
      const datum = decodeProtobuf(type, bytes, root.extensionOf);
      if (!datum.ok) {
        const { kind, pointer, message } = datum.error;
        return fail([{ pointer, keyword: kind, schemaPointer: type.at.pointer, message }]);
      }
      // What the wire format allows and JSON has no form for, an instant of the year 100000, is
      // an event all the same: its fields are just nowhere to be pointed at.
      const json = protobufToJson(root, datum.value, true);
      return ok({
        value: json.ok ? json.value : {},
        undeclared: undeclaredIn(datum.value, ''),
      });
    },
  };
}

/** ProtoJSON. */
function jsonPayload(root: ProtobufRoot, type: MessageType): Payload {
  const datumOf = (bytes: Uint8Array): Result<MessageDatum, readonly Violation[]> => {
    const reading = new JsonReading(root, limits.violationsPerEvent.value);
    const datum = reading.message(type, exactJson(bytes), { pointer: '', depth: 0, at: type.at });
    return datum && reading.found.length === 0 ? ok(datum) : fail(reading.found);
  };
  return {
    ...{ tier: { name: 'value', untold: ['the JSON mapping'] }, ...TELLS_NOTHING },
    message: indexesOf(type, root.file),
    read: (bytes) => {
      const datum = datumOf(bytes);
      if (!datum.ok) return datum;
      const shown = protobufToJson(root, datum.value, true);
      invariant(shown.ok, 'what was read as JSON has a form in JSON');
      return ok({ value: shown.value, undeclared: [] });
    },
    write: (bytes) => {
      const datum = datumOf(bytes);
      invariant(datum.ok, 'only what was read is written');
      return encodeProtobuf(datum.value);
    },
  };
}

function fieldsWithExtensions({ files }: ProtobufRoot): (type: MessageType) => ProtoField[] {
  const extensions = [...files.values()].flatMap((file) => file.extensions);
  const byMessage = Map.groupBy(extensions, (field) => field.extends);
  return (type) => [...type.fields, ...(byMessage.get(type.fullName) ?? [])];
}

/** By their numbers, because they have no names. */
function undeclaredIn(datum: MessageDatum, pointer: string): readonly string[] {
  const found = datum.unknown.map((bytes) =>
    appendPointer(pointer, new WireReader(bytes).tag().number),
  );
  for (const [{ jsonName }, number] of datum.inEntries)
    found.push(appendPointer(pointer, jsonName, number));
  for (const [{ jsonName }, value] of datum.values) {
    const at = appendPointer(pointer, jsonName);
    if (value instanceof MessageDatum) found.push(...undeclaredIn(value, at));
    else if (Array.isArray(value) || value instanceof Map)
      for (const [step, each] of value.entries())
        if (each instanceof MessageDatum)
          found.push(...undeclaredIn(each, appendPointer(at, String(step))));
  }
  return [...new Set(found)];
}
