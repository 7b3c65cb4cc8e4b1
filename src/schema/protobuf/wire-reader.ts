import { WIRE } from './wire-types.js';

/** The bytes are no Protobuf; carried out of the recursion by the decoder. */
export class MalformedWire extends Error {}

/** The parts of the wire format, each held against what is left. */
export class WireReader {
  readonly #view: DataView;

  constructor(
    readonly bytes: Uint8Array,
    public at = 0,
    public end = bytes.length,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.at >= this.end;
  }

  tag(): { number: number; wire: number } {
    const tag = this.varint();
    if (tag > 0xffff_ffffn) throw new MalformedWire('A tag has more than 32 bits.');
    const number = Number(tag >> 3n);
    if (number === 0) throw new MalformedWire('A tag has the field number 0.');
    return { number, wire: Number(tag & 7n) };
  }

  /** At most ten bytes; what is beyond 64 bits is dropped, as everywhere. */
  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.bytes[this.take(1)] as number;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new MalformedWire('A number has more than ten bytes.');
  }

  /** Where so many bytes begin, which are read thereby. */
  take(length: number): number {
    const start = this.at;
    if (length > this.end - start)
      throw new MalformedWire(`The value needs ${length} bytes, and ${this.end - start} are left.`);
    this.at += length;
    return start;
  }

  sized(): Uint8Array {
    const length = this.varint();
    if (length > BigInt(this.end - this.at))
      throw new MalformedWire(`A length of ${length} bytes is more than there are.`);
    const start = this.take(Number(length));
    return this.bytes.subarray(start, this.at);
  }

  fixed32(): number {
    return this.#view.getUint32(this.take(4), true);
  }

  fixed64(): bigint {
    return this.#view.getBigUint64(this.take(8), true);
  }

  float(): number {
    return this.#view.getFloat32(this.take(4), true);
  }

  double(): number {
    return this.#view.getFloat64(this.take(8), true);
  }

  /** Over a value nobody asks for. */
  skip({ number, wire }: { number: number; wire: number }, depth: number): void {
    switch (wire) {
      case WIRE.varint:
        this.varint();
        return;
      case WIRE.fixed64:
        this.take(8);
        return;
      case WIRE.sized:
        this.sized();
        return;
      case WIRE.fixed32:
        this.take(4);
        return;
      case WIRE.start:
        return this.#skipGroup(number, depth);
      default:
        throw new MalformedWire(
          wire === WIRE.end ? 'A group ends that never began.' : `There is no wire type ${wire}.`,
        );
    }
  }

  #skipGroup(number: number, depth: number): void {
    if (depth <= 0) throw new MalformedWire('Groups are nested too deep.');
    for (;;) {
      const tag = this.tag();
      if (tag.wire !== WIRE.end) this.skip(tag, depth - 1);
      else if (tag.number === number) return;
      else throw new MalformedWire(`Group ${number} ends as group ${tag.number}.`);
    }
  }
}
