/** RFC 6901 §3. */
const escape = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** A token of JSON, or the one character that is none. */
const TOKEN = /\s*("(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+)/gy;

interface Inside {
  readonly pointer: string;
  readonly isArray: boolean;
  next: string;
  /** The next text in an object is a name. */
  isName: boolean;
}

/**
 * Where each value of a text begins, by JSON Pointer. The text is being typed, so it need not be
 * JSON: what stands before the first fault is found all the same. The first of two members of one
 * name counts.
 */
export function jsonPlaces(text: string): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const open: Inside[] = [];
  const begins = (at: number): string => {
    const inside = open.at(-1);
    const pointer = inside ? `${inside.pointer}/${inside.next}` : '';
    if (!places.has(pointer)) places.set(pointer, at);
    return pointer;
  };
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(text); found; found = TOKEN.exec(text)) {
    const token = found[1] ?? '';
    const at = TOKEN.lastIndex - token.length;
    const inside = open.at(-1);
    if (token === '{' || token === '[') {
      const isArray = token === '[';
      open.push({ pointer: begins(at), isArray, next: isArray ? '0' : '', isName: !isArray });
    } else if (token === '}' || token === ']') {
      open.pop();
    } else if (token === ',') {
      if (inside?.isArray) inside.next = String(Number(inside.next) + 1);
      else if (inside) inside.isName = true;
    } else if (token === ':') {
      if (inside) inside.isName = false;
    } else if (inside?.isName) {
      inside.next = escape(nameOf(token));
    } else {
      begins(at);
    }
  }
  return places;
}

function nameOf(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token;
  }
}

/** The place a reason points to; where that is missing, the nearest one around it that is there. */
export function nearestPlace(places: ReadonlyMap<string, number>, pointer: string): number {
  for (let place = pointer; ; place = place.slice(0, place.lastIndexOf('/'))) {
    const at = places.get(place);
    if (at !== undefined) return at;
    if (place === '') return 0;
  }
}

const BYTE = /\bat byte (\d+)/;

/** Where a sentence about a text that is no JSON points: the gateway counts bytes of UTF-8. */
export function placeOfByte(text: string, message: string): number | undefined {
  const byte = BYTE.exec(message)?.[1];
  if (byte === undefined) return undefined;
  const before = new TextEncoder().encode(text).subarray(0, Number(byte));
  return new TextDecoder().decode(before).length;
}

/** From 0. */
export const lineAt = (text: string, at: number): number =>
  text.slice(0, at).split('\n').length - 1;
