import { invariant } from '#kernel';
import {
  type MapKeyDatum,
  mapEntryName,
  MessageDatum,
  type MessageType,
  type ProtobufRoot,
  type ProtoField,
  type SingleDatum,
} from '#schema';

/** A schema as one side of a comparison: its messages with every extension it knows. */
export class Side {
  readonly #fields = new WeakMap<MessageType, Fields>();
  #extensions: ReadonlyMap<string, readonly ProtoField[]> | undefined;

  constructor(readonly root: ProtobufRoot) {}

  fieldsOf = (message: MessageType): readonly ProtoField[] => this.#of(message).all;

  byNumber = (message: MessageType, number: number): ProtoField | undefined =>
    this.#of(message).byNumber.get(number);

  byName = (message: MessageType, name: string): ProtoField | undefined =>
    this.#of(message).byName.get(name);

  #of(message: MessageType): Fields {
    const known = this.#fields.get(message);
    if (known) return known;
    this.#extensions ??= extensionsOf(this.root);
    const all = [...message.fields, ...(this.#extensions.get(message.fullName) ?? [])];
    const made = {
      all,
      byNumber: new Map(all.map((field) => [field.number, field])),
      byName: new Map(all.map((field) => [nameOf(field), field])),
    };
    this.#fields.set(message, made);
    return made;
  }
}

interface Fields {
  readonly all: readonly ProtoField[];
  readonly byNumber: ReadonlyMap<number, ProtoField>;
  readonly byName: ReadonlyMap<string, ProtoField>;
}

function extensionsOf({ files }: ProtobufRoot): ReadonlyMap<string, readonly ProtoField[]> {
  const found = new Map<string, ProtoField[]>();
  for (const { extensions } of files.values())
    for (const each of extensions) {
      const target = each.extends;
      found.set(target, [...(found.get(target) ?? []), each]);
    }
  return found;
}

/** An extension is known by its full name, as in text and JSON. */
export const nameOf = ({ name, fullName }: ProtoField): string =>
  fullName === undefined ? name : `[${fullName}]`;

/**
 * On the wire a map is a repeated message of a key and a value. A writer always sends both, a reader
 * takes the zero value for what is missing (protobuf.dev, "Maps").
 */
export function entryOf(field: ProtoField, role: 'written' | 'read'): MessageType {
  const entries = role === 'written' ? writtenEntries : readEntries;
  const known = entries.get(field);
  if (known) return known;
  const { mapKey, type, at, options, isUtf8Checked, isDeprecated } = field;
  invariant(mapKey, 'only a map has entries');
  const part = { at, options, isUtf8Checked, isDeprecated, isRepeated: false };
  const presence = role === 'written' ? 'required' : 'explicit';
  const single = { ...part, presence, isPacked: false, isDelimited: false } as const;
  const made: MessageType = {
    ...NO_ENTRY,
    name: mapEntryName(field.name),
    at,
    fields: [
      { ...single, name: 'key', jsonName: 'key', number: 1, type: mapKey },
      { ...single, name: 'value', jsonName: 'value', number: 2, type },
    ],
  };
  entries.set(field, made);
  return made;
}

const writtenEntries = new WeakMap<ProtoField, MessageType>();
const readEntries = new WeakMap<ProtoField, MessageType>();

/** The entries of a map, as messages. */
export const entriesIn = (
  field: ProtoField,
  map: ReadonlyMap<MapKeyDatum, SingleDatum>,
  role: 'written' | 'read',
): readonly MessageDatum[] =>
  [...map].map(([key, value]) => {
    const entry = new MessageDatum(entryOf(field, role));
    for (const part of entry.type.fields) entry.values.set(part, part.number === 1 ? key : value);
    return entry;
  });

/** No message that is written in a schema. */
export const isEntry = ({ fullName }: MessageType): boolean => fullName === '';

const NO_ENTRY: MessageType = {
  kind: 'message',
  name: '',
  fullName: '',
  fields: [],
  oneofs: [],
  extensionRanges: [],
  messages: [],
  enums: [],
  reservedNumbers: [],
  reservedNames: [],
  at: { document: '', pointer: '' },
  isDeprecated: false,
  options: new Map(),
};

/** What one value of a field is, entries of maps as messages. */
export const elementOf = (field: ProtoField, role: 'written' | 'read'): ProtoField['type'] =>
  field.mapKey ? entryOf(field, role) : field.type;
