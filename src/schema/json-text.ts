import { fail, ok, type Result } from '#kernel';
import { LosslessNumber } from 'lossless-json';
import { type Json } from './json.js';
import { appendPointer } from './json-pointer.js';
import { type JsonTextFault } from './json-text-fault.js';
import { lineAndColumn } from './line-and-column.js';

/**
 * Strict JSON (RFC 8259) for texts that become identities: what `JSON.parse` forgives or forgets
 * (duplicate names, digits beyond a double, where a value stood) is refused or kept here. The
 * depth is bounded while reading, so the recursion is bounded too.
 */
export interface JsonText {
  /** Numbers as doubles. */
  readonly plain: Json;
  /** Numbers as `LosslessNumber`, with the digits of the text. */
  readonly lossless: unknown;
  /** The text without white space, order kept, strings in their shortest escape. */
  readonly compact: string;
}

export interface JsonTextBounds {
  readonly depthMax: number;
  readonly nodesMax: number;
  /** Members of one object; as many as there are where it is left out. */
  readonly membersMax?: number;
}

/** Digits beyond this many say nothing a double or a decimal library needs. */
const NUMBER_CHARACTERS_MAX = 400;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SURROGATES_BEGIN = 0xd800;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const SMALL_F = 0x66;
const SMALL_N = 0x6e;
const SMALL_T = 0x74;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

type Scalar = string | boolean | null;
const WORDS: readonly (readonly [word: string, value: boolean | null])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/** Carries a fault out of the recursion; never leaves this file. */
class Refusal extends Error {
  constructor(
    readonly kind: JsonTextFault['kind'],
    readonly at: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Texts of a megabyte pass here, so it looks at codes, copies runs as they stand and makes no
 * object beside the two values. `#value` returns the plain one and leaves the other behind.
 */
class Reader {
  #at = 0;
  #nodes = 0;
  /** Up to here the text is in `compact`; what follows is copied where it first differs. */
  #copiedTo = 0;
  /** The lossless twin of the value that was read last. */
  lossless: unknown;
  readonly path: (string | number)[] = [];
  compact = '';

  constructor(
    readonly text: string,
    readonly bounds: JsonTextBounds,
    /** Called with the offset of every value as it begins. */
    readonly onValue?: (offset: number) => void,
  ) {}

  document(): Json {
    const value = this.#value();
    this.#space();
    this.#copyRun(this.#at);
    if (this.#at < this.text.length)
      this.#refuseHere('There is more text after the JSON value ends. Remove it.');
    return value;
  }

  #value(): Json {
    this.#space();
    this.onValue?.(this.#at);
    if (++this.#nodes > this.bounds.nodesMax)
      throw new Refusal(
        'too-many-nodes',
        this.#at,
        `It holds more than ${this.bounds.nodesMax} values. Split it.`,
      );
    switch (this.text.charCodeAt(this.#at)) {
      case OPEN_BRACE:
        return this.#object();
      case OPEN_BRACKET:
        return this.#array();
      case QUOTE:
        return this.#scalar(this.#string());
      case SMALL_T:
      case SMALL_F:
      case SMALL_N:
        return this.#word();
      default:
        return this.#number();
    }
  }

  #word(): Json {
    for (const [word, value] of WORDS) {
      if (!this.text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return this.#scalar(value);
    }
    return this.#refuseValue();
  }

  #refuseValue(): never {
    return this.#refuseHere(
      this.#at >= this.text.length
        ? 'The text ends where a value is expected. Is it cut off?'
        : 'A JSON value is expected here. Check for a stray comma, a missing quote or a comment.',
    );
  }

  #scalar(value: Scalar): Scalar {
    this.lossless = value;
    return value;
  }

  #open(): void {
    if (this.path.length >= this.bounds.depthMax)
      throw new Refusal(
        'too-deep',
        this.#at,
        `It is nested deeper than ${this.bounds.depthMax} levels. Flatten it.`,
      );
    this.#at++;
    this.#space();
  }

  /** Whether another member follows; otherwise the closing bracket has been read. */
  #goesOn(close: number, isFirst: boolean): boolean {
    this.#space();
    const code = this.text.charCodeAt(this.#at);
    if (code === close) {
      this.#at++;
      return false;
    }
    if (isFirst) return true;
    if (code !== COMMA)
      this.#refuseHere(`A comma or "${String.fromCharCode(close)}" is expected here.`);
    this.#at++;
    return true;
  }

  #object(): Json {
    const openedAt = this.#at;
    const { membersMax = Infinity } = this.bounds;
    this.#open();
    // Null prototypes: a member called "constructor" is a member and nothing else.
    const plain: Record<string, Json> = Object.create(null) as Record<string, Json>;
    const lossless: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    let members = 0;
    for (; this.#goesOn(CLOSE_BRACE, members === 0); members++) {
      if (members === membersMax)
        throw new Refusal(
          'too-wide',
          openedAt,
          `This object has more than ${membersMax} members. Nest or split it.`,
        );
      const name = this.#name(plain);
      plain[name] = this.#value();
      lossless[name] = this.lossless;
      this.path.pop();
    }
    this.lossless = lossless;
    return plain;
  }

  #name(taken: Readonly<Record<string, Json>>): string {
    this.#space();
    const nameAt = this.#at;
    if (this.text.charCodeAt(nameAt) !== QUOTE)
      this.#refuseHere('A member name in double quotes is expected here.');
    const name = this.#string();
    this.path.push(name);
    if (name === '__proto__')
      throw new Refusal(
        'reserved-name',
        nameAt,
        'The name "__proto__" is reserved. Choose another name.',
      );
    if (name in taken)
      throw new Refusal(
        'duplicate-name',
        nameAt,
        `The name ${quote(name)} stands twice in one object. Keep one.`,
      );
    this.#space();
    if (this.text.charCodeAt(this.#at) !== COLON)
      this.#refuseHere('A colon is expected after the member name.');
    this.#at++;
    return name;
  }

  #array(): Json {
    this.#open();
    const plain: Json[] = [];
    const lossless: unknown[] = [];
    for (let isFirst = true; this.#goesOn(CLOSE_BRACKET, isFirst); isFirst = false) {
      this.path.push(plain.length);
      plain.push(this.#value());
      lossless.push(this.lossless);
      this.path.pop();
    }
    this.lossless = lossless;
    return plain;
  }

  #number(): Json {
    NUMBER.lastIndex = this.#at;
    const digits = NUMBER.exec(this.text)?.[0];
    if (digits === undefined) {
      if (this.text[this.#at] !== '-') return this.#refuseValue();
      return this.#refuseHere('A digit is expected after the minus sign.');
    }
    const plain = Number(digits);
    const isLostToZero = plain === 0 && digits !== '0' && /[1-9]/.test(digits.replace(/e.*/i, ''));
    if (digits.length > NUMBER_CHARACTERS_MAX || !Number.isFinite(plain) || isLostToZero)
      throw new Refusal(
        'number-range',
        this.#at,
        'This number is beyond what a 64-bit float can hold. Use a string.',
      );
    this.#at += digits.length;
    if (/[0-9.eE+-]/.test(this.text[this.#at] ?? ''))
      this.#refuseHere('This is not a JSON number.');
    this.lossless = new LosslessNumber(digits);
    return plain;
  }

  #string(): string {
    const openedAt = this.#at++;
    const end = this.#endOfRun();
    if (this.text.charCodeAt(end) !== QUOTE) return this.#stringWithEscapes(openedAt);
    const value = this.text.slice(this.#at, end);
    this.#at = end + 1;
    return this.#wellFormed(value, openedAt);
  }

  /** Where the plain run that begins here ends: at a quote, a backslash or a control character. */
  #endOfRun(): number {
    const { text } = this;
    let end = this.#at;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (code === QUOTE || code === BACKSLASH || code < 0x20) break;
      if (code >= SURROGATES_BEGIN) this.#hasHighCodes = true;
    }
    return end;
  }

  #hasHighCodes = false;

  #stringWithEscapes(openedAt: number): string {
    let value = '';
    for (;;) {
      const end = this.#endOfRun();
      value += this.text.slice(this.#at, end);
      this.#at = end;
      const character = this.text[end];
      if (character === '"') break;
      if (character === undefined)
        throw new Refusal('syntax', openedAt, 'This string is never closed. Add a quote.');
      if (character !== '\\')
        this.#refuseHere('A control character stands in a string. Write it as an escape.');
      value += this.#escape();
    }
    this.#at++;
    this.#hasHighCodes = true;
    this.#wellFormed(value, openedAt);
    this.#copyRun(openedAt);
    this.compact += JSON.stringify(value);
    this.#copiedTo = this.#at;
    return value;
  }

  #wellFormed(value: string, openedAt: number): string {
    if (this.#hasHighCodes && !value.isWellFormed())
      throw new Refusal(
        'syntax',
        openedAt,
        'This string holds half of a surrogate pair. Write the whole character.',
      );
    this.#hasHighCodes = false;
    return value;
  }

  #escape(): string {
    const letter = this.text[this.#at + 1] ?? '';
    const hex = this.text.slice(this.#at + 2, this.#at + 6);
    if (letter === 'u' && /^[0-9a-fA-F]{4}$/.test(hex)) {
      this.#at += 6;
      return String.fromCharCode(parseInt(hex, 16));
    }
    const meaning = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
    if (meaning === undefined)
      return this.#refuseHere('This escape is not one of JSON. Double the backslash?');
    this.#at += 2;
    return meaning;
  }

  #space(): void {
    const { text } = this;
    const from = this.#at;
    let at = from;
    for (let code = text.charCodeAt(at); code <= 32; code = text.charCodeAt(++at))
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) break;
    if (at === from) return;
    this.#copyRun(from);
    this.#copiedTo = at;
    this.#at = at;
  }

  /** What stands between here and the last difference is compact as it is. */
  #copyRun(to: number): void {
    if (to > this.#copiedTo) this.compact += this.text.slice(this.#copiedTo, to);
    this.#copiedTo = to;
  }

  #refuseHere(message: string): never {
    throw new Refusal('syntax', this.#at, message);
  }
}

const quote = (name: string): string =>
  JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);

/** Reads a JSON text, or says what is wrong and where. */
export function readJsonText(
  text: string,
  bounds: JsonTextBounds,
): Result<JsonText, JsonTextFault> {
  const reader = new Reader(text, bounds);
  try {
    const plain = reader.document();
    return ok({ plain, lossless: reader.lossless, compact: reader.compact });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { kind, at, message } = error;
    return fail({
      kind,
      message,
      pointer: appendPointer('', ...reader.path),
      ...lineAndColumn(text, at),
    });
  }
}

/** Where the value at a pointer begins; only for texts that `readJsonText` accepts. */
export function placeInJsonText(
  text: string,
  pointer: string,
): { line: number; column: number } | undefined {
  let found: number | undefined;
  const unbounded = { depthMax: Number.MAX_SAFE_INTEGER, nodesMax: Number.MAX_SAFE_INTEGER };
  const reader: Reader = new Reader(text, unbounded, (offset) => {
    if (appendPointer('', ...reader.path) === pointer) found ??= offset;
  });
  reader.document();
  return found === undefined ? undefined : lineAndColumn(text, found);
}
