import { isLosslessNumber, parse } from 'lossless-json';
import { appendPointer } from '#schema';

/** What hides a value from people holds this. */
const MASK = '●●●';

export type Restored =
  | { readonly value: unknown }
  /** A mask that stands where nothing was hidden: what it should be cannot be known. */
  | { readonly strayMaskAt: string };

/**
 * An event a person corrected without seeing what is personal in it: what still reads as it was
 * shown is what it was, whatever the mask hid. Numbers keep all their digits.
 *
 * @param edited text as it came back · @param masked what was shown · @param original text as it came
 */
export function restoreMasked(edited: string, masked: unknown, original: string): Restored {
  const value = restore(
    { edited: parse(edited), plain: JSON.parse(edited) as unknown },
    masked,
    parse(original),
  );
  const strayMaskAt = findMask(value, parse(original), '');
  return strayMaskAt === undefined ? { value } : { strayMaskAt };
}

interface Edited {
  readonly edited: unknown;
  readonly plain: unknown;
}

function restore({ edited, plain }: Edited, masked: unknown, original: unknown): unknown {
  if (JSON.stringify(plain) === JSON.stringify(masked)) return original;
  if (!isBranch(edited) || !isBranch(masked) || !isBranch(original)) return edited;
  if (Array.isArray(edited) !== Array.isArray(masked)) return edited;
  const inside = (name: string): unknown => {
    const child = { edited: at(edited, name), plain: at(plain as Branch, name) };
    return Object.hasOwn(masked, name) && Object.hasOwn(original, name)
      ? restore(child, at(masked, name), at(original, name))
      : child.edited;
  };
  const names = Object.keys(edited);
  if (Array.isArray(edited)) return names.map(inside);
  return Object.fromEntries(names.map((name) => [name, inside(name)]));
}

type Branch = Readonly<Record<string, unknown>>;

const isBranch = (value: unknown): value is Branch =>
  typeof value === 'object' && value !== null && !isLosslessNumber(value);
const at = (value: Branch, name: string): unknown => value[name];

function findMask(value: unknown, original: unknown, place: string): string | undefined {
  if (typeof value === 'string')
    return value.includes(MASK) && value !== original ? place : undefined;
  if (!isBranch(value)) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const before = isBranch(original) ? at(original, name) : undefined;
    const found = findMask(inner, before, appendPointer(place, name));
    if (found !== undefined) return found;
  }
  return undefined;
}
