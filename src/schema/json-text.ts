import { fail, ok, type Result } from '#kernel';
import { LosslessNumber } from 'lossless-json';
import { type Json } from './json.js';
import { appendPointer } from './json-pointer.js';

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
}

export interface JsonTextFault {
  readonly kind:
    'syntax' | 'too-deep' | 'too-many-nodes' | 'duplicate-name' | 'reserved-name' | 'number-range';
  readonly pointer: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** Digits beyond this many say nothing a double or a decimal library needs. */
const NUMBER_CHARACTERS_MAX = 400;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** A run that needs no thought: no quote, no backslash, no control character. */
// eslint-disable-next-line no-control-regex -- RFC 8259 §7 forbids exactly these in strings
const PLAIN_RUN = /[^"\\\u0000-\u001f]*/y;
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

interface Value {
  readonly plain: Json;
  readonly lossless: unknown;
}

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

class Reader {
  #at = 0;
  #nodes = 0;
  readonly path: (string | number)[] = [];
  readonly compact: string[] = [];

  constructor(
    readonly text: string,
    readonly bounds: JsonTextBounds,
    /** Called with the offset of every value as it begins. */
    readonly onValue?: (offset: number) => void,
  ) {}

  document(): Value {
    const value = this.#value();
    this.#space();
    if (this.#at < this.text.length)
      this.#refuseHere('There is more text after the JSON value ends. Remove it.');
    return value;
  }

  #value(): Value {
    this.#space();
    this.onValue?.(this.#at);
    if (++this.#nodes > this.bounds.nodesMax)
      throw new Refusal(
        'too-many-nodes',
        this.#at,
        `It holds more than ${this.bounds.nodesMax} values. Split it.`,
      );
    const character = this.text[this.#at];
    if (character === '{') return this.#nested(() => this.#object());
    if (character === '[') return this.#nested(() => this.#array());
    if (character === '"') return this.#scalar(this.#string());
    if (character === '-' || (character !== undefined && character >= '0' && character <= '9'))
      return this.#number();
    for (const [word, value] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const) {
      if (this.text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return this.#scalar(value);
      }
    }
    return this.#refuseHere(
      character === undefined
        ? 'The text ends where a value is expected. Is it cut off?'
        : 'A JSON value is expected here. Check for a stray comma, a missing quote or a comment.',
    );
  }

  #nested(read: () => Value): Value {
    if (this.path.length >= this.bounds.depthMax)
      throw new Refusal(
        'too-deep',
        this.#at,
        `It is nested deeper than ${this.bounds.depthMax} levels. Flatten it.`,
      );
    return read();
  }

  #object(): Value {
    // Null prototypes: a member called "constructor" is a member and nothing else.
    const plain: Record<string, Json> = Object.create(null) as Record<string, Json>;
    const lossless: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    this.#sequence('{', '}', () => {
      this.#space();
      const nameAt = this.#at;
      if (this.text[nameAt] !== '"')
        this.#refuseHere('A member name in double quotes is expected here.');
      const name = this.#string();
      this.path.push(name);
      if (name === '__proto__')
        throw new Refusal(
          'reserved-name',
          nameAt,
          'The name "__proto__" is reserved. Choose another name.',
        );
      if (name in plain)
        throw new Refusal(
          'duplicate-name',
          nameAt,
          `The name ${quote(name)} stands twice in one object. Keep one.`,
        );
      this.#space();
      if (this.text[this.#at] !== ':')
        this.#refuseHere('A colon is expected after the member name.');
      this.#at++;
      this.compact.push(JSON.stringify(name), ':');
      const value = this.#value();
      this.path.pop();
      plain[name] = value.plain;
      lossless[name] = value.lossless;
    });
    return { plain, lossless };
  }

  #array(): Value {
    const plain: Json[] = [];
    const lossless: unknown[] = [];
    this.#sequence('[', ']', () => {
      this.path.push(plain.length);
      const value = this.#value();
      this.path.pop();
      plain.push(value.plain);
      lossless.push(value.lossless);
    });
    return { plain, lossless };
  }

  #sequence(open: string, close: string, member: () => void): void {
    this.#at++;
    this.compact.push(open);
    this.#space();
    for (let isFirst = true; this.text[this.#at] !== close; isFirst = false) {
      if (!isFirst) {
        if (this.text[this.#at] !== ',')
          this.#refuseHere(`A comma or "${close}" is expected here.`);
        this.#at++;
        this.compact.push(',');
      }
      member();
      this.#space();
    }
    this.#at++;
    this.compact.push(close);
  }

  #scalar(value: string | boolean | null): Value {
    this.compact.push(JSON.stringify(value));
    return { plain: value, lossless: value };
  }

  #number(): Value {
    NUMBER.lastIndex = this.#at;
    const digits = NUMBER.exec(this.text)?.[0];
    if (digits === undefined) return this.#refuseHere('A digit is expected after the minus sign.');
    const plain = Number(digits);
    const isLostToZero = plain === 0 && /[1-9]/.test(digits.replace(/e.*/i, ''));
    if (digits.length > NUMBER_CHARACTERS_MAX || !Number.isFinite(plain) || isLostToZero)
      throw new Refusal(
        'number-range',
        this.#at,
        'This number is beyond what a 64-bit float can hold. Use a string.',
      );
    this.#at += digits.length;
    if (/[0-9.eE+-]/.test(this.text[this.#at] ?? ''))
      this.#refuseHere('This is not a JSON number.');
    this.compact.push(digits);
    return { plain, lossless: new LosslessNumber(digits) };
  }

  #string(): string {
    const openedAt = this.#at++;
    const parts: string[] = [];
    for (;;) {
      PLAIN_RUN.lastIndex = this.#at;
      const run = PLAIN_RUN.exec(this.text)?.[0] ?? '';
      parts.push(run);
      this.#at += run.length;
      const character = this.text[this.#at];
      if (character === '"') break;
      if (character === undefined)
        throw new Refusal('syntax', openedAt, 'This string is never closed. Add a quote.');
      if (character !== '\\')
        this.#refuseHere('A control character stands in a string. Write it as an escape.');
      parts.push(this.#escape());
    }
    this.#at++;
    const value = parts.join('');
    if (!value.isWellFormed())
      throw new Refusal(
        'syntax',
        openedAt,
        'This string holds half of a surrogate pair. Write the whole character.',
      );
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
    for (;;) {
      const character = this.text.charCodeAt(this.#at);
      if (character !== 32 && character !== 10 && character !== 13 && character !== 9) return;
      this.#at++;
    }
  }

  #refuseHere(message: string): never {
    throw new Refusal('syntax', this.#at, message);
  }
}

const quote = (name: string): string =>
  JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);

/** 1-based line and column of an offset. */
function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}

/** Reads a JSON text, or says what is wrong and where. */
export function readJsonText(
  text: string,
  bounds: JsonTextBounds,
): Result<JsonText, JsonTextFault> {
  const reader = new Reader(text, bounds);
  try {
    const { plain, lossless } = reader.document();
    return ok({ plain, lossless, compact: reader.compact.join('') });
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
