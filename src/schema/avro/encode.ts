import { invariant } from '#kernel';
import { type AvroType, branchName, type UnionType } from './avro-type.js';
import { bytesOfText, type Datum, type DatumObject, isDatumObject } from './datum.js';

/**
 * The binary encoding of a datum (Avro 1.12, "Binary Encoding"). Only for what the validator of
 * the same schema accepts, which also bounds its depth.
 */
export function encodeAvro(type: AvroType, datum: Datum): Uint8Array {
  const writer = new Writer();
  writer.write(type, datum);
  return writer.bytes();
}

class Writer {
  readonly #chunks: Uint8Array[] = [];

  bytes(): Uint8Array {
    const whole = new Uint8Array(this.#chunks.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const chunk of this.#chunks) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    return whole;
  }

  write(type: AvroType, datum: Datum): void {
    switch (type.kind) {
      case 'null':
        return;
      case 'boolean':
        return this.#put(Uint8Array.of(datum === true ? 1 : 0));
      case 'int':
      case 'long':
        return this.#long(BigInt(datum as number | bigint));
      case 'float':
      case 'double':
        return this.#real(type.kind, Number(datum));
      case 'string':
        return this.#sized(new TextEncoder().encode(datum as string));
      case 'bytes':
        return this.#sized(bytesIn(datum));
      case 'fixed':
        return this.#put(bytesIn(datum));
      case 'enum':
        return this.#long(BigInt(type.symbols.indexOf(datum as string)));
      case 'array':
        return this.#blocks(datum as readonly Datum[], (each) => this.write(type.items, each));
      case 'map':
        return this.#blocks(Object.entries(datum as DatumObject), ([key, each]) => {
          this.#sized(new TextEncoder().encode(key));
          this.write(type.values, each);
        });
      case 'record':
        for (const field of type.fields)
          this.write(field.type, (datum as DatumObject)[field.name] as Datum);
        return;
      case 'union':
        return this.#union(type, datum);
    }
  }

  #union({ branches }: UnionType, datum: Datum): void {
    const tag = isDatumObject(datum) ? Object.keys(datum)[0] : 'null';
    const index = branches.findIndex((branch) => branchName(branch) === tag);
    const branch = branches[index];
    invariant(branch && tag !== undefined, 'a datum of a union names one of its branches');
    this.#long(BigInt(index));
    this.write(branch, isDatumObject(datum) ? (datum[tag] as Datum) : null);
  }

  #blocks<T>(items: readonly T[], write: (item: T) => void): void {
    if (items.length > 0) {
      this.#long(BigInt(items.length));
      items.forEach(write);
    }
    this.#long(0n);
  }

  #sized(bytes: Uint8Array): void {
    this.#long(BigInt(bytes.length));
    this.#put(bytes);
  }

  #real(kind: 'float' | 'double', value: number): void {
    const bytes = new Uint8Array(kind === 'float' ? 4 : 8);
    const view = new DataView(bytes.buffer);
    if (kind === 'float') view.setFloat32(0, value, true);
    else view.setFloat64(0, value, true);
    this.#put(bytes);
  }

  /** Zigzag, seven bits a byte, the lowest first. */
  #long(value: bigint): void {
    let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
    const bytes: number[] = [];
    for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
    bytes.push(Number(rest));
    this.#put(Uint8Array.from(bytes));
  }

  #put(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
  }
}

function bytesIn(datum: Datum): Uint8Array {
  const bytes = bytesOfText(datum as string);
  invariant(bytes, 'a datum of bytes is a text of the code points 0 to 255');
  return bytes;
}
