/** What begins every binary COPY: the signature, no flags, no extension. */
const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
/** Around it, what carries it (PostgreSQL manual, Message Formats): CopyData with its length, CopyDone. */
const COPY_DATA = 'd'.charCodeAt(0);
const FRAME_BYTES = 5;
const COPY_DONE = Buffer.from('c\0\0\0\x04', 'latin1');
const END = -1;
const NULL = -1;
const LENGTH_BYTES = 4;
/** A character of UTF-16 takes at most so many bytes in UTF-8. */
const UTF8_BYTES_MAX = 3;
/** Digits of `numeric` are base 10,000. */
const NUMERIC_BASE = 10_000n;
const NEGATIVE = 0x4000;

/** What PostgreSQL would have said, and in its words: nothing was stored. */
class OutOfRange extends Error {
  readonly code = '22003';
}

export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
}

/**
 * Bytes of rows that are stored, for the next ones: made anew for every batch, they alone let V8 look for
 * what can be thrown away over and over, which holds up whoever waits for an answer just then.
 */
let spare: Buffer | undefined;
const SPARE_BYTES_MAX = 2 * 1024 * 1024;
const NOTHING = Buffer.alloc(0);

function takeSpare(bytes: number): Buffer {
  const taken = spare;
  if (!taken || taken.length < bytes) return Buffer.allocUnsafe(bytes);
  spare = undefined;
  return taken;
}

/**
 * Rows of a table in the binary format of COPY (PostgreSQL manual, COPY, "Binary Format"): a third of
 * what an INSERT of the same rows costs on both sides. Columns are written in their order.
 */
export class CopyRows {
  count = 0;
  #bytes: Buffer;
  #at = 0;

  constructor(
    readonly table: Table,
    bytesExpected: number,
  ) {
    this.#bytes = takeSpare(FRAME_BYTES + HEADER.length + bytesExpected + COPY_DONE.length);
    this.#bytes[0] = COPY_DATA;
    this.#at = FRAME_BYTES + HEADER.copy(this.#bytes, FRAME_BYTES);
  }

  /** @returns where the row's columns begin, for what is only known later */
  row(): number {
    this.count++;
    this.#need(2);
    this.#at = this.#bytes.writeInt16BE(this.table.columns.length, this.#at);
    return this.#at;
  }

  /** @returns where they begin */
  bytes(value: Uint8Array | null): number {
    this.#length(value?.length ?? NULL);
    const at = this.#at;
    if (value !== null) {
      this.#bytes.set(value, at);
      this.#at += value.length;
    }
    return at;
  }

  hex(value: string): void {
    this.#length(value.length / 2);
    this.#at += this.#bytes.write(value, this.#at, 'hex');
  }

  text(value: string | null | undefined): void {
    if (value === null || value === undefined) return this.#length(NULL);
    this.#need(LENGTH_BYTES + UTF8_BYTES_MAX * value.length);
    const length = this.#bytes.write(value, this.#at + LENGTH_BYTES);
    this.#at = this.#bytes.writeInt32BE(length, this.#at) + length;
  }

  integer(value: number | null | undefined): void {
    if (value === null || value === undefined) return this.#length(NULL);
    if (value !== (value | 0)) throw new OutOfRange(`${value} is out of range for type integer`);
    this.#length(4);
    this.#at = this.#bytes.writeInt32BE(value, this.#at);
  }

  bigint(value: number | null | undefined): void {
    if (value === null || value === undefined) return this.#length(NULL);
    this.#length(8);
    this.#at = this.#writeBigint(value, this.#at);
  }

  boolean(value: boolean): void {
    this.#length(1);
    this.#bytes[this.#at++] = value ? 1 : 0;
  }

  numeric(value: bigint | undefined): void {
    if (value === undefined) return this.#length(NULL);
    const digits = digitsOf(value < 0n ? -value : value);
    this.#length(8 + 2 * digits.length);
    for (const word of [digits.length, digits.length - 1, value < 0n ? NEGATIVE : 0, 0, ...digits])
      this.#at = this.#bytes.writeInt16BE(word, this.#at);
  }

  /** Writes over what stands at `place`: as many bytes as were kept there. */
  overwrite(place: number, value: Uint8Array): void {
    this.#bytes.set(value, place);
  }

  overwriteBigint(place: number, value: number): void {
    this.#writeBigint(value, place);
  }

  /** All of it as it goes over the wire, in one piece that need not be copied any more. */
  finish(): Buffer {
    this.#need(2 + COPY_DONE.length);
    this.#at = this.#bytes.writeInt16BE(END, this.#at);
    this.#bytes.writeInt32BE(this.#at - 1, 1);
    this.#at += COPY_DONE.copy(this.#bytes, this.#at);
    return this.#bytes.subarray(0, this.#at);
  }

  /** Once PostgreSQL has answered: the next rows may take their place. */
  free(): void {
    const bytes = this.#bytes.length;
    if (bytes <= SPARE_BYTES_MAX && bytes > (spare?.length ?? 0)) spare = this.#bytes;
    this.#bytes = NOTHING;
  }

  #writeBigint(value: number, at: number): number {
    const high = Math.floor(value / 2 ** 32);
    return this.#bytes.writeUInt32BE(value - high * 2 ** 32, this.#bytes.writeInt32BE(high, at));
  }

  #length(bytes: number): void {
    this.#need(LENGTH_BYTES + Math.max(bytes, 0));
    this.#at = this.#bytes.writeInt32BE(bytes, this.#at);
  }

  #need(bytes: number): void {
    if (this.#at + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#at + bytes));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}

function digitsOf(value: bigint): readonly number[] {
  const digits: number[] = [];
  for (let left = value; left > 0n; left /= NUMERIC_BASE)
    digits.unshift(Number(left % NUMERIC_BASE));
  return digits;
}
