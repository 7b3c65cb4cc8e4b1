import { fail, limits, ok, type Result } from '#kernel';
import { appendPointer } from '../json-pointer.js';
import {
  type AvroField,
  type AvroType,
  branchName,
  type RecordType,
  type UnionType,
} from './avro-type.js';
import { ByteReader, Malformed } from './byte-reader.js';
import { type Datum, datumObject, textOfBytes, wholeNumber } from './datum.js';
import { defaultDatum } from './defaults.js';
import { thrownAs } from '../thrown-as.js';
import { branchFor, isMatch, writerFieldFor } from './resolution.js';

/** Why bytes could not be read. */
export interface DecodeFault {
  /** The bytes are not of the writer's schema; or the reader's schema cannot take their value. */
  readonly kind: 'malformed' | 'unresolvable' | 'too-large';
  /** Where in the writer's value. */
  readonly pointer: string;
  readonly message: string;
}

/**
 * Reads bytes written under one schema as a value of another (Avro 1.12, "Schema Resolution").
 * Nothing the bytes say is trusted: every count and length is held against what is left, every
 * value against the budget of one event, every level against its depth.
 */
export function decodeAvro(
  writer: AvroType,
  reader: AvroType,
  bytes: Uint8Array,
): Result<Datum, DecodeFault> {
  const decoder = new Decoder(bytes);
  try {
    const datum = decoder.read(writer, reader);
    decoder.source.end();
    return ok(datum);
  } catch (error) {
    const pointer = appendPointer('', ...decoder.path);
    if (error instanceof Refusal)
      return fail({ kind: error.kind, pointer, message: error.message });
    return fail({ kind: 'malformed', pointer, message: thrownAs(Malformed, error).message });
  }
}

/** Carries a fault out of the recursion; never leaves this file. */
class Refusal extends Error {
  constructor(
    readonly kind: DecodeFault['kind'],
    message: string,
  ) {
    super(message);
  }
}

const unresolvable = (message: string) => new Refusal('unresolvable', message);

class Decoder {
  readonly source: ByteReader;
  readonly path: (string | number)[] = [];
  #values = 0;
  readonly #defaults = new Map<AvroField, Datum>();

  constructor(bytes: Uint8Array) {
    this.source = new ByteReader(bytes);
  }

  /** Without a reader the value is skipped. */
  read(writer: AvroType, reader: AvroType | undefined): Datum {
    this.#count();
    if (writer.kind === 'union') {
      const index = this.source.index(writer.branches.length, 'branch');
      return this.read(writer.branches[index] as AvroType, reader);
    }
    if (reader?.kind === 'union') {
      const branch = branchFor(writer, reader);
      if (!branch)
        throw unresolvable(
          `The writer sends "${branchName(writer)}", and the reader's union has no branch for it.`,
        );
      const datum = this.read(writer, branch);
      return branch.kind === 'null' ? null : datumObject([[branchName(branch), datum]]);
    }
    if (reader && !isMatch(writer, reader))
      throw unresolvable(
        `The writer sends "${branchName(writer)}", and the reader expects "${branchName(reader)}".`,
      );
    return this.#matched(writer, reader);
  }

  #matched(writer: Exclude<AvroType, UnionType>, reader: AvroType | undefined): Datum {
    switch (writer.kind) {
      case 'null':
        return null;
      case 'boolean':
        return this.source.boolean();
      case 'int':
        return promoted(this.source.int(), reader);
      case 'long':
        return promoted(this.source.long(), reader);
      case 'float':
        return this.source.float();
      case 'double':
        return this.source.double();
      case 'string':
        return stringAs(this.source.sized(), reader);
      case 'bytes':
        return bytesAs(this.source.sized(), reader);
      case 'fixed':
        return this.#fixed(writer.size, reader);
      case 'enum':
        return this.#enum(writer.symbols, reader);
      case 'array':
        return this.#array(writer.items, reader?.kind === 'array' ? reader.items : undefined);
      case 'map':
        return this.#map(writer.values, reader?.kind === 'map' ? reader.values : undefined);
      case 'record':
        return this.#record(writer, reader?.kind === 'record' ? reader : undefined);
    }
  }

  #fixed(size: number, reader: AvroType | undefined): Datum {
    if (reader?.kind === 'fixed' && reader.size !== size)
      throw unresolvable(`The writer sends ${size} bytes, and the reader expects ${reader.size}.`);
    return textOfBytes(this.source.take(size));
  }

  #enum(symbols: readonly string[], reader: AvroType | undefined): Datum {
    const symbol = symbols[this.source.index(symbols.length, 'symbol')] as string;
    if (reader?.kind !== 'enum' || reader.symbols.includes(symbol)) return symbol;
    if (reader.default !== undefined) return reader.default;
    throw unresolvable(
      `The writer sends the symbol "${symbol}", which the reader's enum does not have; nor has it a default.`,
    );
  }

  #array(items: AvroType, reader: AvroType | undefined): Datum {
    const datum: Datum[] = [];
    this.#blocks((index) => {
      datum.push(this.#inside(index, () => this.read(items, reader)));
    });
    return datum;
  }

  #map(values: AvroType, reader: AvroType | undefined): Datum {
    const members: [string, Datum][] = [];
    this.#blocks(() => {
      const key = this.source.text();
      members.push([key, this.#inside(key, () => this.read(values, reader))]);
    });
    return datumObject(members);
  }

  /** A block is a count and so many items; a negative count is followed by a size in bytes. */
  #blocks(item: (index: number) => void): void {
    let index = 0;
    for (let count = this.source.long(); count !== 0n; count = this.source.long()) {
      if (count < 0n) this.source.long();
      const items = count < 0n ? -count : count;
      // Items may be of no width, so what is left in the bytes bounds nothing.
      if (items > BigInt(limits.eventNodes.value - this.#values)) throw tooMany();
      for (let i = 0n; i < items; i++) item(index++);
    }
  }

  #record(writer: RecordType, reader: RecordType | undefined): Datum {
    const sources = (reader?.fields ?? []).map((field) => {
      const source = writerFieldFor(field, writer);
      if (source === 'ambiguous')
        throw unresolvable(
          `The reader's field "${field.name}" may be several fields of the writer, by its name and its aliases.`,
        );
      return { field, source };
    });
    const members = new Map<AvroField, Datum>();
    for (const written of writer.fields) {
      const readers = sources.filter(({ source }) => source === written);
      // Several fields of the reader may be read from one: the bytes are read again for each.
      const start = this.source.at;
      if (readers.length === 0)
        this.#inside(written.name, () => this.read(written.type, undefined));
      for (const { field } of readers) {
        this.source.at = start;
        members.set(
          field,
          this.#inside(written.name, () => this.read(written.type, field.type)),
        );
      }
    }
    return datumObject(
      sources.map(({ field }) => [field.name, members.get(field) ?? this.#missing(field, members)]),
    );
  }

  #missing(field: AvroField, members: ReadonlyMap<AvroField, Datum>): Datum {
    if (members.has(field)) return null;
    if (!field.written)
      throw unresolvable(
        `The writer sends no field "${field.name}", and the reader has no default for it.`,
      );
    const datum = this.#defaults.get(field) ?? defaultDatum(field);
    if (datum === undefined) throw tooMany();
    this.#defaults.set(field, datum);
    return datum;
  }

  #inside(step: string | number, read: () => Datum): Datum {
    if (this.path.length >= limits.eventDepth.value)
      throw new Refusal('too-large', `It is nested deeper than ${limits.eventDepth.value} levels.`);
    this.path.push(step);
    const datum = read();
    this.path.pop();
    return datum;
  }

  #count(): void {
    if (++this.#values > limits.eventNodes.value) throw tooMany();
  }
}

const tooMany = () =>
  new Refusal('too-large', `It holds more than ${limits.eventNodes.value} values.`);

/** Integers become floating point where the reader says so, with what that loses. */
function promoted(value: bigint, reader: AvroType | undefined): Datum {
  if (reader?.kind === 'float') return Math.fround(Number(value));
  return reader?.kind === 'double' ? Number(value) : wholeNumber(value);
}

const stringAs = (bytes: Uint8Array, reader: AvroType | undefined): Datum =>
  reader?.kind === 'bytes' ? textOfBytes(bytes) : ByteReader.textOf(bytes);

/** Bytes that are no UTF-8 become replacement characters when they are read as a string. */
const bytesAs = (bytes: Uint8Array, reader: AvroType | undefined): Datum =>
  reader?.kind === 'string'
    ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
    : textOfBytes(bytes);
