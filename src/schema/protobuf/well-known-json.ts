import { invariant } from '#kernel';
import { builtInFiles } from './built-in/built-in-files.js';
import { appendPointer } from '../json-pointer.js';
import { decodeProtobuf } from './decode.js';
import { encodeProtobuf } from './encode.js';
import {
  isJsonMembers,
  type JsonParsing,
  type JsonPrinting,
  type JsonSpot,
  NoJson,
} from './json-mapping.js';
import { jsonOfSingle } from './json-scalars.js';
import {
  type FieldDatum,
  type MapKeyDatum,
  MessageDatum,
  type SingleDatum,
} from './message-datum.js';
import { jsonNameOf } from './names.js';
import { type MessageType, type ProtoField, type ProtoType } from './proto-type.js';
import {
  durationOf,
  durationText,
  type SecondsAndNanos,
  timestampOf,
  timestampText,
} from './times.js';

/** The JSON of a message whose form is its own. */
export interface SpecialJson {
  read(
    parsing: JsonParsing,
    type: MessageType,
    value: unknown,
    spot: JsonSpot,
  ): MessageDatum | undefined;
  write(printing: JsonPrinting, datum: MessageDatum): unknown;
}

function fieldNamed(type: MessageType, name: string): ProtoField {
  const field = type.fields.find((each) => each.name === name);
  invariant(field, 'a message of a built-in file has the fields it is known for');
  return field;
}

function datumWith(type: MessageType, values: Readonly<Record<string, FieldDatum>>): MessageDatum {
  const datum = new MessageDatum(type);
  for (const [name, value] of Object.entries(values))
    datum.values.set(fieldNamed(type, name), value);
  return datum;
}

const inside = (spot: JsonSpot, step: string | number): JsonSpot => ({
  ...spot,
  pointer: appendPointer(spot.pointer, step),
  depth: spot.depth + 1,
});

const deeper = (spot: JsonSpot): JsonSpot => ({ ...spot, depth: spot.depth + 1 });

interface TimeForm {
  readonly parse: (text: string) => SecondsAndNanos | undefined;
  readonly print: (time: SecondsAndNanos) => string | undefined;
  readonly words: string;
}

const time = ({ parse, print, words }: TimeForm): SpecialJson => ({
  read(parsing, type, value, spot) {
    const found = typeof value === 'string' ? parse(value) : undefined;
    return found
      ? datumWith(type, { ...found })
      : parsing.refuse(spot, 'format', `It is not ${words}.`);
  },
  write(_printing, datum) {
    const text = print({
      seconds: (datum.get('seconds') ?? 0n) as bigint,
      nanos: (datum.get('nanos') ?? 0) as number,
    });
    if (text === undefined) throw new NoJson(`It is outside of what ${words} can say.`);
    return text;
  },
});

const fieldMask: SpecialJson = {
  read(parsing, type, value, spot) {
    if (typeof value !== 'string' || !/^[A-Za-z0-9.,]*$/.test(value))
      return parsing.refuse(
        spot,
        'format',
        'It is not a list of paths in camel case, joined by commas.',
      );
    const paths = value === '' ? [] : value.split(',');
    return datumWith(type, {
      paths: paths.map((each) => each.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)),
    });
  },
  write(_printing, datum) {
    const paths = (datum.get('paths') ?? []) as string[];
    return paths
      .map((path) => {
        const camel = jsonNameOf(path);
        if (camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) === path) return camel;
        throw new NoJson('A path of the mask has no form in camel case.');
      })
      .join(',');
  },
};

const wrapper: SpecialJson = {
  read(parsing, type, value, spot) {
    const field = fieldNamed(type, 'value');
    const inner = field && parsing.single(field, value, deeper(spot));
    return inner === undefined ? undefined : datumWith(type, { value: inner });
  },
  write: (_printing, datum) => {
    const field = fieldNamed(datum.type, 'value');
    return field && jsonOfSingle(field.type, datum.values.get(field) as SingleDatum | undefined);
  },
};

const struct: SpecialJson = {
  read(parsing, type, value, spot) {
    const of = fieldNamed(type, 'fields')?.type;
    if (!isJsonMembers(value) || of?.kind !== 'message')
      return parsing.refuse(spot, 'type', 'It is not an object.');
    const map = new Map<MapKeyDatum, SingleDatum>();
    for (const [name, each] of Object.entries(value)) {
      const inner = parsing.message(of, each, inside(spot, name));
      if (inner) map.set(name, inner);
    }
    return datumWith(type, { fields: map });
  },
  write(printing, datum) {
    const fields = (datum.get('fields') ?? new Map()) as Map<string, MessageDatum>;
    return Object.fromEntries([...fields].map(([name, each]) => [name, printing.message(each)]));
  },
};

const listValue: SpecialJson = {
  read(parsing, type, value, spot) {
    const of = fieldNamed(type, 'values')?.type;
    if (!Array.isArray(value) || of?.kind !== 'message')
      return parsing.refuse(spot, 'type', 'It is not a list.');
    const values = (value as readonly unknown[]).flatMap(
      (each, index) => parsing.message(of, each, inside(spot, index)) ?? [],
    );
    return datumWith(type, { values });
  },
  write: (printing, datum) =>
    ((datum.get('values') ?? []) as MessageDatum[]).map((each) => printing.message(each)),
};

const KINDS_OF_VALUES: Readonly<Record<string, string>> = {
  number: 'number_value',
  string: 'string_value',
  boolean: 'bool_value',
};

const anyValue: SpecialJson = {
  read(parsing, type, value, spot) {
    if (value === null) return datumWith(type, { null_value: 0 });
    const name = Array.isArray(value)
      ? 'list_value'
      : (KINDS_OF_VALUES[typeof value] ?? 'struct_value');
    const field = fieldNamed(type, name);
    const isOdd = typeof value === 'number' && !Number.isFinite(value);
    const isNumber = typeof value === 'bigint';
    if (!field || isOdd) return parsing.refuse(spot, 'type', 'It is not a value of JSON.');
    const inner = isNumber ? Number(value) : parsing.single(field, value, deeper(spot));
    return inner === undefined
      ? undefined
      : datumWith(type, { [isNumber ? 'number_value' : name]: inner });
  },
  write(printing, { values }) {
    const [entry] = values;
    if (!entry) throw new NoJson('A Value is empty, and JSON has nothing of that kind.');
    const [field, value] = entry;
    if (value instanceof MessageDatum) return printing.message(value);
    if (field.name === 'null_value') return null;
    if (typeof value === 'number' && !Number.isFinite(value))
      throw new NoJson('A Value is a number that JSON does not know.');
    return value;
  },
};

const anyMessage: SpecialJson = {
  read(parsing, type, value, spot) {
    if (!isJsonMembers(value))
      return parsing.refuse(spot, 'type', 'It is not an object with an "@type".');
    const url = Object.hasOwn(value, '@type') ? value['@type'] : undefined;
    if (url === undefined && Object.keys(value).length === 0) return new MessageDatum(type);
    const inner =
      typeof url === 'string' && url.includes('/')
        ? parsing.root.types.get(url.slice(url.lastIndexOf('/') + 1))
        : undefined;
    if (inner?.kind !== 'message')
      return parsing.refuse(spot, 'type', 'Its "@type" names no message that the schema knows.');
    const datum = specialOf(inner)
      ? parsing.message(inner, value.value, inside(spot, 'value'))
      : parsing.members(inner, value, spot, '@type');
    return datum && datumWith(type, { type_url: url as string, value: encodeProtobuf(datum) });
  },
  write(printing, datum) {
    const url = datum.get('type_url');
    if (typeof url !== 'string' || url === '') return {};
    const type = printing.root.types.get(url.slice(url.lastIndexOf('/') + 1));
    const bytes = datum.get('value') ?? new Uint8Array();
    const inner =
      type?.kind === 'message'
        ? decodeProtobuf(type, bytes as Uint8Array, printing.root.extensionOf)
        : undefined;
    if (!inner?.ok) throw new NoJson('An Any holds a message that the schema does not know.');
    const json = printing.message(inner.value);
    return specialOf(inner.value.type)
      ? { '@type': url, value: json }
      : { '@type': url, ...(json as object) };
  },
};

const SPECIAL: Readonly<Record<string, SpecialJson>> = {
  Any: anyMessage,
  Timestamp: time({
    parse: timestampOf,
    print: timestampText,
    words: 'a point in time such as "2026-01-31T08:30:00Z"',
  }),
  Duration: time({
    parse: durationOf,
    print: durationText,
    words: 'a duration in seconds such as "1.5s"',
  }),
  FieldMask: fieldMask,
  Struct: struct,
  Value: anyValue,
  ListValue: listValue,
  ...Object.fromEntries(
    ['Double', 'Float', 'Int64', 'UInt64', 'Int32', 'UInt32', 'Bool', 'String', 'Bytes'].map(
      (each) => [`${each}Value`, wrapper],
    ),
  ),
};

const PACKAGE = 'google.protobuf.';

/** Only of the built-in files: what somebody else calls Timestamp is a message like any other. */
export function specialOf({ fullName, at }: MessageType): SpecialJson | undefined {
  if (!fullName.startsWith(PACKAGE) || !builtInFiles.has(at.document)) return undefined;
  const name = fullName.slice(PACKAGE.length);
  return Object.hasOwn(SPECIAL, name) ? SPECIAL[name] : undefined;
}

/** Of a Value null is a value; everywhere else it is absence. */
export const isNullable = (type: ProtoType): boolean =>
  type.kind === 'message'
    ? specialOf(type) === anyValue
    : type.kind === 'enum' && type.fullName === `${PACKAGE}NullValue`;
