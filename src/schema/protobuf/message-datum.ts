import { type MessageType, type ProtoField } from './proto-type.js';

/**
 * One value: whole numbers of 64 bits are `bigint`, other numbers and the numbers of enum values are
 * `number`, bytes are bytes.
 */
export type SingleDatum = number | bigint | boolean | string | Uint8Array | MessageDatum;

export type MapKeyDatum = number | bigint | boolean | string;

export type FieldDatum = SingleDatum | SingleDatum[] | Map<MapKeyDatum, SingleDatum>;

/** A value of a message: what is set, and what came that its type does not know. */
export class MessageDatum {
  readonly values = new Map<ProtoField, FieldDatum>();
  /** Fields of unknown numbers, each with its tag, as they came. */
  readonly unknown: Uint8Array[] = [];
  /** What entries of its maps hold beside their key and their value, by the map and the number. */
  readonly inEntries: (readonly [map: ProtoField, number: number])[] = [];

  constructor(readonly type: MessageType) {}

  /** Of a field by its name; absent where it is not set. */
  get(name: string): FieldDatum | undefined {
    const field = this.type.fields.find((each) => each.name === name);
    return field && this.values.get(field);
  }

  /** Sets a field, and unsets the others of its oneof. */
  set(field: ProtoField, value: FieldDatum): void {
    if (field.oneof !== undefined)
      for (const other of this.values.keys())
        if (other !== field && other.oneof === field.oneof && !other.extends)
          this.values.delete(other);
    this.values.set(field, value);
  }
}
