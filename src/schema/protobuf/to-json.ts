import { fail, ok, type Result } from '#kernel';
import { type JsonPrinting, NoJson } from './json-mapping.js';
import { jsonOfSingle } from './json-scalars.js';
import { type FieldDatum, MessageDatum, type SingleDatum } from './message-datum.js';
import { type ProtoField } from './proto-type.js';
import { type ProtobufRoot } from './protobuf-root.js';
import { specialOf } from './well-known-json.js';
import { isZero } from './zero-values.js';

/** A message in the JSON mapping; unknown fields have none and are left out. */
export function protobufToJson(root: ProtobufRoot, datum: MessageDatum): Result<unknown, string> {
  try {
    return ok(new Printing(root).message(datum));
  } catch (error) {
    if (error instanceof NoJson) return fail(error.message);
    throw error;
  }
}

class Printing implements JsonPrinting {
  constructor(readonly root: ProtobufRoot) {}

  message(datum: MessageDatum): unknown {
    const special = specialOf(datum.type);
    if (special) return special.write(this, datum);
    const fields = [...datum.values].sort(([a], [b]) => a.number - b.number);
    const members = fields.filter(([field, value]) => isShown(field, value));
    return Object.fromEntries(
      members.map(([field, value]) => [nameOf(field), this.#field(field, value)]),
    );
  }

  #field(field: ProtoField, value: FieldDatum): unknown {
    if (Array.isArray(value)) return value.map((each) => this.#single(field, each));
    if (!(value instanceof Map)) return this.#single(field, value);
    return Object.fromEntries(
      [...value].map(([key, each]) => [String(key), this.#single(field, each)]),
    );
  }

  #single({ type }: ProtoField, value: SingleDatum): unknown {
    return value instanceof MessageDatum ? this.message(value) : jsonOfSingle(type, value);
  }
}

const nameOf = ({ fullName, jsonName }: ProtoField): string =>
  fullName === undefined ? jsonName : `[${fullName}]`;

/** What would not be sent is not shown either. */
function isShown({ presence, isRepeated }: ProtoField, value: FieldDatum): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Map) return value.size > 0;
  return isRepeated || presence !== 'implicit' || !isZero(value);
}
