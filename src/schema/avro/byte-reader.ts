/** The bytes are not what the schema says; carried out of the recursion by the decoder. */
export class Malformed extends Error {}

/** The primitive encodings (Avro 1.12, "Primitive Types"), each held against what is left. */
export class ByteReader {
  at = 0;
  readonly #view: DataView;

  constructor(readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  end(): void {
    const left = this.bytes.length - this.at;
    if (left > 0) throw new Malformed(`${left} bytes are left after the value.`);
  }

  take(length: number): Uint8Array {
    const start = this.at;
    if (length > this.bytes.length - start)
      throw new Malformed(
        `The value needs ${length} bytes, and ${this.bytes.length - start} are left.`,
      );
    this.at += length;
    return this.bytes.subarray(start, start + length);
  }

  sized(): Uint8Array {
    const length = this.long();
    if (length < 0n || length > BigInt(this.bytes.length))
      throw new Malformed(`A length of ${length} bytes is more than there are.`);
    return this.take(Number(length));
  }

  text(): string {
    return ByteReader.textOf(this.sized());
  }

  static textOf(bytes: Uint8Array): string {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new Malformed('A string is not UTF-8.');
    }
  }

  boolean(): boolean {
    const [byte] = this.take(1);
    if (byte !== 0 && byte !== 1) throw new Malformed('A boolean is neither 0 nor 1.');
    return byte === 1;
  }

  /** Which of `count` things comes next. */
  index(count: number, what: string): number {
    const index = this.int();
    if (index < 0n || index >= BigInt(count))
      throw new Malformed(`There is no ${what} number ${index}; there are ${count}.`);
    return Number(index);
  }

  int(): bigint {
    const value = this.long();
    if (BigInt.asIntN(32, value) !== value) throw new Malformed('An int has more than 32 bits.');
    return value;
  }

  long(): bigint {
    let zigzag = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      this.take(1);
      const byte = this.#view.getUint8(this.at - 1);
      zigzag |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        if (zigzag >= 1n << 64n) break;
        return (zigzag >> 1n) ^ -(zigzag & 1n);
      }
    }
    throw new Malformed('A long has more than 64 bits.');
  }

  float(): number {
    this.take(4);
    return this.#view.getFloat32(this.at - 4, true);
  }

  double(): number {
    this.take(8);
    return this.#view.getFloat64(this.at - 8, true);
  }
}
