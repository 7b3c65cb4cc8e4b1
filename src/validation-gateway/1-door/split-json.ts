import { GatheredBytes, limits } from '#kernel';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = new Set(Buffer.from('{['));
const CLOSE = new Set(Buffer.from('}]'));
const SPACE = new Set(Buffer.from(' \t\r\n'));

/** The bytes cannot be told apart into objects any more. */
export class NotObjects extends Error {
  override readonly name = 'NotObjects';
}

/**
 * Objects that follow each other in a stream, one by one as they end. It only counts brackets
 * outside of strings: whether what is between them is JSON is judged object by object.
 */
export class SplitJson {
  private readonly held = new GatheredBytes();
  private depth = 0;
  private isInString = false;
  private isEscaped = false;

  /** Whether the stream may end here. */
  get isBetween(): boolean {
    return this.depth === 0;
  }

  /** What it keeps of an object that has not ended yet. */
  get heldBytes(): number {
    return this.held.length;
  }

  /** The objects that end in this piece of the stream. */
  push(chunk: Buffer): readonly Buffer[] {
    const ended: Buffer[] = [];
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (this.depth === 0) {
        if (byte === OPEN_OBJECT) [start, this.depth] = [at, 1];
        else if (!SPACE.has(byte)) throw new NotObjects();
      } else if (this.endsObject(byte)) {
        ended.push(this.take(chunk.subarray(start, at + 1)));
      }
    }
    if (this.depth > 0) this.hold(chunk.subarray(start));
    return ended;
  }

  private endsObject(byte: number): boolean {
    if (this.isInString) {
      if (this.isEscaped) this.isEscaped = false;
      else if (byte === BACKSLASH) this.isEscaped = true;
      else if (byte === QUOTE) this.isInString = false;
      return false;
    }
    if (byte === QUOTE) this.isInString = true;
    else if (OPEN.has(byte)) this.depth++;
    else if (CLOSE.has(byte)) return --this.depth === 0;
    return false;
  }

  private take(last: Buffer): Buffer {
    if (this.held.length === 0) return last;
    this.held.add(last);
    return this.held.take();
  }

  private hold(piece: Buffer): void {
    if (this.held.length + piece.length > limits.gatewayBodyBytes.value) throw new NotObjects();
    this.held.add(piece);
  }
}

const OPEN_OBJECT = 0x7b;
