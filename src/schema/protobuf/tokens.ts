import { limits } from '#kernel';
import { cleanComment } from './comments.js';
import { readQuoted } from './quoted.js';
import { type Spot, Unreadable } from './unreadable.js';

export interface Token extends Spot {
  readonly kind: 'name' | 'whole' | 'real' | 'text' | 'symbol' | 'end';
  /** As written. */
  readonly text: string;
  /** What a quoted text holds: escapes may say any byte. */
  readonly bytes?: Uint8Array;
  /** The comment directly above. */
  readonly doc?: string | undefined;
  /** A comment that stands behind the token before this one, on its line. */
  readonly behind?: string | undefined;
}

const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /0[xX][0-9A-Fa-f]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/y;
const WHOLE = /^(?:0|[1-9][0-9]*|0[0-7]+|0[xX][0-9A-Fa-f]+)$/;
const BLANK = new Set([' ', '\t', '\r', '\v', '\f', '\n']);
const SYMBOLS = new Set('{}()[]<>=;:,.-/');

/** One token at a time, so that a hostile text costs no more than what is read of it. */
export class Tokens {
  /** Of the file, once it is read: words mean other things in some. */
  edition: string | undefined;
  #at: number;
  #line = 1;
  #lineStart: number;
  #ahead: Token | undefined;
  #nodes = 0;
  #lastTokenLine = 0;

  constructor(readonly source: string) {
    this.#at = source.startsWith('\uFEFF') ? 1 : 0;
    this.#lineStart = this.#at;
  }

  peek(): Token {
    return (this.#ahead ??= this.#scan());
  }

  next(): Token {
    const token = this.peek();
    this.#ahead = undefined;
    return token;
  }

  is(text: string): boolean {
    const { kind, text: found } = this.peek();
    return found === text && (kind === 'symbol' || kind === 'name');
  }

  accept(text: string): boolean {
    return this.is(text) && this.next() !== undefined;
  }

  expect(text: string): Token {
    if (this.is(text)) return this.next();
    throw this.unexpected(`"${text}"`);
  }

  name(what: string): Token {
    if (this.peek().kind === 'name') return this.next();
    throw this.unexpected(what);
  }

  /** A name with dots, e.g. `.acme.Order`; spaces around dots are allowed and dropped. */
  dottedName(what: string, canLead = true): Token {
    const first = this.peek();
    let text = canLead && this.accept('.') ? '.' : '';
    text += this.name(what).text;
    while (this.accept('.')) text += `.${this.name('a name after the dot').text}`;
    return { ...first, kind: 'name', text };
  }

  whole(what: string): { spot: Token; value: bigint } {
    const spot = this.peek();
    if (spot.kind !== 'whole') throw this.unexpected(what);
    this.next();
    return { spot, value: wholeValue(spot.text) };
  }

  /** Quoted texts in a row are one. */
  quoted(what: string): { spot: Token; bytes: Uint8Array } {
    const spot = this.peek();
    if (spot.kind !== 'text') throw this.unexpected(what);
    const parts: Uint8Array[] = [];
    while (this.peek().kind === 'text') parts.push(this.next().bytes as Uint8Array);
    return { spot, bytes: joined(parts) };
  }

  quotedText(what: string): { spot: Token; text: string } {
    const { spot, bytes } = this.quoted(what);
    try {
      return {
        spot,
        text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
      };
    } catch {
      throw new Unreadable(spot, 'This text is not UTF-8. Write it without byte escapes.');
    }
  }

  /** What is said of the thing that begins with `first`, above it or behind what was read last. */
  docOf(first: Token): string | undefined {
    return first.doc ?? this.peek().behind;
  }

  unexpected(wanted: string): Unreadable {
    const token = this.peek();
    const found = token.kind === 'end' ? 'the end' : shown(token.text);
    return new Unreadable(token, `Here should be ${wanted}, but there is ${found}.`);
  }

  /** Everything declared is counted, whatever it is. */
  count(spot: Spot): void {
    if (++this.#nodes <= limits.schemaNodes.value) return;
    throw new Unreadable(
      spot,
      `It declares more than ${limits.schemaNodes.value} things. Split it into several files.`,
      'SCHEMA_TOO_MANY_NODES',
    );
  }

  #scan(): Token {
    const { doc, behind } = this.#blanksAndComments();
    this.#lastTokenLine = this.#line;
    const spot = { line: this.#line, column: this.#at - this.#lineStart + 1, doc, behind };
    const first = this.source[this.#at];
    if (first === undefined) return { ...spot, kind: 'end', text: '' };
    if (first === '"' || first === "'") {
      const { bytes, end } = readQuoted(this.source, this.#at, spot);
      return { ...spot, kind: 'text', text: this.#take(end), bytes };
    }
    const word = this.#match(WORD);
    if (word !== undefined) return { ...spot, kind: 'name', text: word };
    const second = this.source[this.#at + 1] ?? '';
    if (isDigit(first) || (first === '.' && isDigit(second))) return this.#number(spot);
    if (SYMBOLS.has(first)) return { ...spot, kind: 'symbol', text: this.#take(this.#at + 1) };
    throw new Unreadable(
      spot,
      `${shown(first)} does not belong here. Outside of quotes and comments, .proto files are plain ASCII.`,
    );
  }

  #number(spot: Spot): Token {
    const text = this.#match(NUMBER) as string;
    const rest = this.source[this.#at] ?? '';
    if (/[A-Za-z0-9_]/.test(rest))
      throw new Unreadable(
        spot,
        `${shown(text + rest)}… is no number. Put a space behind the number.`,
      );
    if (WHOLE.test(text)) return { ...spot, kind: 'whole', text };
    if (/^0[0-9]+$/.test(text))
      throw new Unreadable(spot, `${shown(text)} is no octal number. Leave the leading zero out.`);
    return { ...spot, kind: 'real', text };
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.source)?.[0];
    return found === undefined ? undefined : this.#take(this.#at + found.length);
  }

  #take(end: number): string {
    const text = this.source.slice(this.#at, end);
    this.#at = end;
    return text;
  }

  /** The last comment above without an empty line between is the doc. */
  #blanksAndComments(): Pick<Token, 'doc' | 'behind'> {
    let above: { text: string[]; endLine: number } | undefined;
    let behind: string | undefined;
    for (;;) {
      const first = this.source[this.#at];
      if (first !== undefined && BLANK.has(first)) {
        this.#at++;
        if (first === '\n') this.#newLine(this.#at);
      } else if (first === '/' && /[/*]/.test(this.source[this.#at + 1] ?? '')) {
        const line = this.#line;
        const text = this.#comment();
        if (line === this.#lastTokenLine) behind ??= text;
        else if (above && above.endLine === line - 1)
          above = { text: [...above.text.slice(-99), text], endLine: this.#line };
        else above = { text: [text], endLine: this.#line };
      } else break;
    }
    const isDirect = above !== undefined && above.endLine >= this.#line - 1;
    return { doc: isDirect ? above?.text.join('\n') : undefined, behind };
  }

  #comment(): string {
    const start = this.#at;
    const opening = this.source.slice(start, start + 2);
    const spot = { line: this.#line, column: start - this.#lineStart + 1 };
    if (opening === '//') {
      const end = this.source.indexOf('\n', start);
      return cleanComment(this.#take(end < 0 ? this.source.length : end));
    }
    const end = this.source.indexOf('*/', start + 2);
    if (end < 0) throw new Unreadable(spot, 'This comment never ends. Close it with "*/".');
    const text = this.#take(end + 2);
    for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1))
      this.#newLine(start + i + 1);
    return cleanComment(text);
  }

  #newLine(start: number): void {
    this.#line++;
    this.#lineStart = start;
  }
}

const isDigit = (character: string): boolean => character >= '0' && character <= '9';
const shown = (text: string): string =>
  JSON.stringify(text.length > 40 ? `${text.slice(0, 39)}…` : text);

function wholeValue(text: string): bigint {
  if (/^0[0-7]+$/.test(text)) return BigInt(`0o${text.slice(1)}`);
  return BigInt(text);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
