import { fail, ok, type Result } from '#kernel';
import { thrownAs } from '../thrown-as.js';
import { type JsonPrinting, NoJson } from './json-mapping.js';
import { jsonOfSingle } from './json-scalars.js';
import { type FieldDatum, MessageDatum, type SingleDatum } from './message-datum.js';
import { type ProtoField } from './proto-type.js';
import { type ProtobufRoot } from './protobuf-root.js';
import { specialOf } from './well-known-json.js';
import { isZero, zeroOf } from './zero-values.js';

/**
 * A message in the JSON mapping; unknown fields have none and are left out.
 *
 * @param showsZeros whether values stand there that are not sent because absence means them
 */
export function protobufToJson(
  root: ProtobufRoot,
  datum: MessageDatum,
  showsZeros = false,
): Result<unknown, string> {
  try {
    return ok(new Printing(root, showsZeros).message(datum));
  } catch (error) {
    return fail(thrownAs(NoJson, error).message);
  }
}

class Printing implements JsonPrinting {
  constructor(
    readonly root: ProtobufRoot,
    readonly showsZeros: boolean,
  ) {}

  message(datum: MessageDatum): unknown {
    const special = specialOf(datum.type);
    if (special) return special.write(this, datum);
    const fields = [...datum.values].sort(([a], [b]) => a.number - b.number);
    const members = fields.filter(([field, value]) => this.showsZeros || isShown(field, value));
    return Object.fromEntries([
      ...(this.showsZeros ? this.#zeros(datum) : []),
      ...members.map(([field, value]) => [nameOf(field), this.#field(field, value)] as const),
    ]);
  }

  #zeros({ type, values }: MessageDatum): (readonly [name: string, value: unknown])[] {
    const absent = type.fields.filter(
      (field) => isZeroWhereAbsent(field) && !values.has(field) && field.type.kind !== 'message',
    );
    return absent.map((field) => [nameOf(field), jsonOfSingle(field.type, zeroOf(field.type))]);
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

const isZeroWhereAbsent = ({ presence, isRepeated, mapKey }: ProtoField): boolean =>
  presence === 'implicit' && !isRepeated && !mapKey;

/** What would not be sent is not shown either. */
function isShown({ presence, isRepeated }: ProtoField, value: FieldDatum): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Map) return value.size > 0;
  return isRepeated || presence !== 'implicit' || !isZero(value);
}
