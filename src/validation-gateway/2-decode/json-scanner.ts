import { type JsonFault, type JsonFaultKind, NotJson } from './json-fault.js';
import { MemberNames } from './member-names.js';
import { ARRAY, Nesting, OBJECT } from './nesting.js';
import { hashStep } from './seen-names.js';

/** One value where it stands: `bytes.subarray(start, end)` is exactly what the producer wrote. */
export interface ScannedValue {
  readonly start: number;
  readonly end: number;
  /** The first thing wrong with it that is not its syntax: its neighbours stay readable. */
  readonly fault: JsonFault | undefined;
}

export interface JsonBounds {
  readonly depthMax: number;
  readonly valuesMax: number;
  /** Where a value ends that has no fault within these bounds; 0 where only a scan can tell. */
  readonly endOfPlain?: (bytes: Buffer, start: number) => number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const CLOSE_OBJECT = 0x7d;
const LOWER_U = 0x75;
const WORDS = ['true', 'false', 'null'];
const ESCAPED = new Set(Buffer.from('"\\/bfnrt'));
/** Bytes a string may hold as they are: no quote, no backslash, no control (RFC 8259 §7). */
const PLAIN = new Uint8Array(256).fill(1, 0x20);
PLAIN[QUOTE] = PLAIN[BACKSLASH] = 0;
/** Shorter literals without an exponent cannot leave the range of a double (10^308). */
const SAFE_NUMBER_CHARACTERS = 300;
const REMEMBERED_BYTES_MAX = 32;

/**
 * A strict, single-pass JSON scanner over bytes (RFC 8259). It builds nothing: it tells where each
 * value starts and ends, so that events leave as the very bytes that came, and it refuses what
 * `JSON.parse` forgives or forgets: two members of one name (however escaped), lone surrogates,
 * numbers no double can hold.
 *
 * Wrong syntax throws `NotJson`, because then nobody knows where the next value starts. All else
 * is the fault of one value. UTF-8 is the caller's check (`buffer.isUtf8`): it is native there.
 */
export class JsonScanner {
  /** Made for the first value that is not plain: most bodies have none. */
  private nesting: Nesting | undefined;
  /** The last name of each length that `object` met. */
  private readonly texts: { readonly start: number; readonly text: string }[] = [];
  private values = 0;
  private fault: JsonFault | undefined;

  constructor(
    private readonly bytes: Buffer,
    private readonly bounds: JsonBounds,
  ) {}

  /** Scans the value that begins at or after `from`. */
  value(from: number): ScannedValue {
    const start = this.space(from);
    const end = this.bounds.endOfPlain?.(this.bytes, start) ?? 0;
    return end > 0 ? { start, end, fault: undefined } : this.closely(start);
  }

  private closely(start: number): ScannedValue {
    const nesting = (this.nesting ??= new Nesting(this.bytes, this.bounds.depthMax));
    nesting.depth = 0;
    this.values = 0;
    this.fault = undefined;
    let at = start;
    do at = this.afterValue(this.begin(this.space(at), nesting), nesting);
    while (nesting.depth > 0);
    return { start, end: at, fault: this.fault };
  }

  /**
   * Walks one object; `visit` is told where a member's value begins and answers where it ends. Returns
   * the object's end.
   *
   * @param onRepeat told of a name that comes twice; without it that is no object to read
   */
  object(
    from: number,
    visit: (name: string, valueAt: number) => number,
    onRepeat?: (name: string) => void,
  ): number {
    let at = this.expect(from, OBJECT, 'an object');
    const seen = new MemberNames();
    if (this.bytes[(at = this.space(at))] === CLOSE_OBJECT) return at + 1;
    for (;;) {
      const nameAt = this.expect(at, QUOTE, 'a member name in double quotes');
      const end = this.string(nameAt);
      const name = this.textOf(nameAt, end);
      if (!seen.add(name)) {
        if (!onRepeat)
          throw new NotJson(nameAt, `one member named ${JSON.stringify(name)}, not two`);
        onRepeat(name);
      }
      const valueAt = this.space(this.expect(end + 1, COLON, 'a colon'));
      at = this.space(visit(name, valueAt));
      if (this.bytes[at] === CLOSE_OBJECT) return at + 1;
      at = this.expect(at, COMMA, 'a comma or the end of the object');
    }
  }

  /** A member name; one that came before, as in every record of a list, is not read again. */
  private textOf(start: number, end: number): string {
    const { bytes } = this;
    const length = end - start;
    const known = this.texts[length];
    if (known) {
      let i = 0;
      while (i < length && bytes[known.start + i] === bytes[start + i]) i++;
      if (i === length) return known.text;
    }
    const text = JSON.parse(bytes.toString('utf8', start - 1, end + 1)) as string;
    if (length <= REMEMBERED_BYTES_MAX) this.texts[length] = { start, text };
    return text;
  }

  /** Walks one array; `visit` answers where the element ends. Returns the array's end. */
  array(from: number, visit: (index: number, valueAt: number) => number): number {
    let at = this.space(this.expect(from, ARRAY, 'an array'));
    if (this.bytes[at] === CLOSE_ARRAY) return at + 1;
    for (let index = 0; ; index++) {
      at = this.space(visit(index, at));
      if (this.bytes[at] === CLOSE_ARRAY) return at + 1;
      at = this.expect(at, COMMA, 'a comma or the end of the array');
    }
  }

  /** Whether an object or an array begins here. What is no JSON at all throws. */
  begins(from: number, what: 'object' | 'array'): boolean {
    const isThere = this.bytes[this.space(from)] === (what === 'object' ? OBJECT : ARRAY);
    if (!isThere) this.value(from);
    return isThere;
  }

  /** Nothing but white space may follow. */
  end(from: number): void {
    const at = this.space(from);
    if (at < this.bytes.length) throw new NotJson(at, 'nothing more after the value');
  }

  /** Steps into containers until a value ends; returns the byte after it. */
  private begin(at: number, nesting: Nesting): number {
    const { bytes } = this;
    for (;;) {
      if (++this.values > this.bounds.valuesMax) this.blame('too-many-values', at);
      const byte = bytes[at];
      if (byte === QUOTE) return this.string(at + 1) + 1;
      if (byte !== OBJECT && byte !== ARRAY) return this.scalar(at);
      if (!nesting.enter(byte)) this.blame('too-deep', at);
      at = this.space(at + 1);
      if (bytes[at] === (byte === OBJECT ? CLOSE_OBJECT : CLOSE_ARRAY)) {
        nesting.leave();
        return at + 1;
      }
      if (byte === OBJECT) at = this.space(this.name(at, nesting));
    }
  }

  /** Closes what ends here; stops where the next value begins, or after the outermost one. */
  private afterValue(at: number, nesting: Nesting): number {
    const { bytes } = this;
    while (nesting.depth > 0) {
      at = this.space(at);
      const byte = bytes[at];
      const { isInObject } = nesting;
      if (byte === (isInObject ? CLOSE_OBJECT : CLOSE_ARRAY)) {
        nesting.leave();
        at++;
      } else if (byte !== COMMA) throw new NotJson(at, 'a comma or the end of what was opened');
      else if (isInObject) return this.name(this.space(at + 1), nesting);
      else {
        nesting.nextItem();
        return at + 1;
      }
    }
    return at;
  }

  /** A member name and its colon; returns the byte after the colon. */
  private name(at: number, nesting: Nesting): number {
    const { bytes } = this;
    const start = this.expect(at, QUOTE, 'a member name in double quotes');
    let end = start;
    let hash = 0;
    let byte = bytes[end] as number;
    while (PLAIN[byte] === 1) {
      hash = hashStep(hash, byte);
      byte = bytes[++end] as number;
    }
    const isPlain = byte === QUOTE;
    if (!isPlain) end = this.string(end);
    if (this.fault === undefined && !nesting.addName(start, end, isPlain ? hash : undefined))
      this.blame('duplicate-key', start);
    return this.expect(end + 1, COLON, 'a colon');
  }

  /** From behind the opening quote to the closing one. */
  private string(at: number): number {
    const { bytes } = this;
    for (;;) {
      let byte = bytes[at] as number;
      while (PLAIN[byte] === 1) byte = bytes[++at] as number;
      if (byte === QUOTE) return at;
      if (byte !== BACKSLASH) throw new NotJson(at, 'a closing quote; controls must be escaped');
      at = this.escape(at + 1);
    }
  }

  private escape(at: number): number {
    const byte = this.bytes[at];
    if (byte !== LOWER_U) {
      if (byte === undefined || !ESCAPED.has(byte)) throw new NotJson(at, 'one of "\\/bfnrtu');
      return at + 1;
    }
    const unit = this.hex(at + 1);
    if (unit < 0xd800 || unit > 0xdfff) return at + 5;
    const isPair =
      unit < 0xdc00 && this.bytes[at + 5] === BACKSLASH && this.bytes[at + 6] === LOWER_U;
    const low = isPair ? this.hex(at + 7) : 0;
    if (low >= 0xdc00 && low <= 0xdfff) return at + 11;
    this.blame('lone-surrogate', at - 1);
    return at + 5;
  }

  private hex(at: number): number {
    let unit = 0;
    for (let i = at; i < at + 4; i++) {
      const byte = this.bytes[i] ?? 0;
      const lower = byte | 0x20;
      const digit =
        byte >= 0x30 && byte <= 0x39
          ? byte - 0x30
          : lower >= 0x61 && lower <= 0x66
            ? lower - 87
            : -1;
      if (digit < 0) throw new NotJson(i, 'four hexadecimal digits after \\u');
      unit = unit * 16 + digit;
    }
    return unit;
  }

  private scalar(at: number): number {
    const byte = this.bytes[at];
    if (byte === MINUS || isDigit(byte)) return this.number(at);
    for (const word of WORDS)
      if (this.bytes.toString('latin1', at, at + word.length) === word) return at + word.length;
    throw new NotJson(at, 'a value');
  }

  private number(start: number): number {
    const { bytes } = this;
    let at = bytes[start] === MINUS ? start + 1 : start;
    at = bytes[at] === 0x30 ? at + 1 : this.digits(at);
    if (bytes[at] === 0x2e) at = this.digits(at + 1);
    const hasExponent = ((bytes[at] ?? 0) | 0x20) === 0x65;
    if (hasExponent) {
      const sign = bytes[at + 1];
      at = this.digits(sign === MINUS || sign === 0x2b ? at + 2 : at + 1);
    }
    if (hasExponent || at - start > SAFE_NUMBER_CHARACTERS) {
      if (!Number.isFinite(Number(bytes.toString('latin1', start, at))))
        this.blame('number-range', start);
    }
    return at;
  }

  private digits(at: number): number {
    if (!isDigit(this.bytes[at])) throw new NotJson(at, 'a digit');
    while (isDigit(this.bytes[at])) at++;
    return at;
  }

  private space(at: number): number {
    const { bytes } = this;
    for (;;) {
      const byte = bytes[at];
      if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) at++;
      else return at;
    }
  }

  private expect(from: number, wanted: number, what: string): number {
    const at = this.space(from);
    if (this.bytes[at] !== wanted) throw new NotJson(at, what);
    return at + 1;
  }

  /** The first fault is the one that is told; it knows its place while the stack still stands. */
  private blame(kind: JsonFaultKind, offset: number): void {
    if (this.fault !== undefined) return;
    this.fault = { kind, pointer: this.nesting?.pointer() ?? '', offset };
  }
}

const isDigit = (byte: number | undefined): boolean =>
  byte !== undefined && byte >= 0x30 && byte <= 0x39;
