import { type Spot, Unreadable } from './unreadable.js';

const SIMPLE: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
  "'": 39,
  '"': 34,
  '?': 63,
};
const OCTAL = /[0-7]{1,3}/y;
const HEX = /[xX]([0-9A-Fa-f]{1,2})/y;
const UNICODE = /u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})/y;

/** The bytes between the quotes, and where the text behind them goes on. */
export function readQuoted(
  source: string,
  start: number,
  spot: Spot,
): { bytes: Uint8Array; end: number } {
  const quote = source[start];
  const out: (string | number[])[] = [];
  let at = start + 1;
  for (;;) {
    const stop = nextStop(source, at, quote);
    if (stop > at) out.push(source.slice(at, stop));
    const found = source[stop];
    if (found === quote) return { bytes: bytesOf(out, spot), end: stop + 1 };
    if (found !== '\\')
      throw new Unreadable(spot, `This text does not end on its line. Close it with ${quote}.`);
    const { bytes, end } = escape(source, stop + 1, spot);
    out.push(bytes);
    at = end;
  }
}

function nextStop(source: string, from: number, quote: string | undefined): number {
  let at = from;
  for (; at < source.length; at++) {
    const character = source[at];
    if (character === quote || character === '\\' || character === '\n' || character === '\0')
      break;
  }
  return at;
}

function escape(source: string, at: number, spot: Spot): { bytes: number[]; end: number } {
  const simple = SIMPLE[source[at] ?? ''];
  if (simple !== undefined) return { bytes: [simple], end: at + 1 };
  const [octal] = matchAt(OCTAL, source, at) ?? [];
  const [hex, byte] = matchAt(HEX, source, at) ?? [];
  const [unicode, short, long] = matchAt(UNICODE, source, at) ?? [];
  if (octal !== undefined && parseInt(octal, 8) <= 0xff)
    return { bytes: [parseInt(octal, 8)], end: at + octal.length };
  if (hex !== undefined && byte !== undefined)
    return { bytes: [parseInt(byte, 16)], end: at + hex.length };
  const code = parseInt(short ?? long ?? 'none', 16);
  if (unicode !== undefined && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff))
    return {
      bytes: [...new TextEncoder().encode(String.fromCodePoint(code))],
      end: at + unicode.length,
    };
  throw new Unreadable(
    spot,
    'This text holds an escape that does not exist. Write "\\\\" for a backslash.',
  );
}

function matchAt(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}

function bytesOf(parts: readonly (string | number[])[], spot: Spot): Uint8Array {
  const encoder = new TextEncoder();
  const pieces = parts.map((part) => {
    if (typeof part !== 'string') return Uint8Array.from(part);
    if (!part.isWellFormed())
      throw new Unreadable(spot, 'This text holds half of a character. Write the whole one.');
    return encoder.encode(part);
  });
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** The text of bytes in double quotes, as a .proto file writes it; ASCII where bytes are no UTF-8. */
export function quote(bytes: Uint8Array, { isAscii = false } = {}): string {
  let text: string | undefined;
  try {
    text = isAscii
      ? undefined
      : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    text = undefined;
  }
  let out = '"';
  for (const each of text ?? bytes) {
    const code = typeof each === 'number' ? each : (each.codePointAt(0) as number);
    out += escaped(code, text !== undefined);
  }
  return `${out}"`;
}

const ESCAPES: ReadonlyMap<number, string> = new Map([
  [10, '\\n'],
  [13, '\\r'],
  [9, '\\t'],
  [34, '\\"'],
  [92, '\\\\'],
]);

function escaped(code: number, isText: boolean): string {
  const known = ESCAPES.get(code);
  if (known !== undefined) return known;
  if (code < 32 || code === 127 || (!isText && code > 126))
    return `\\${code.toString(8).padStart(3, '0')}`;
  return String.fromCodePoint(code);
}
