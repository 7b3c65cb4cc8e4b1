import { appendPointer } from '#schema';
import { isMembers, losslessText } from './lossless-text.js';

/** As many places as a person looks through. */
const PLACES_MAX = 200;

/** Pointers where one document says something else than the other; lists are compared whole. */
export function whatDiffers(
  document: unknown,
  other: unknown,
  besides: readonly string[],
): readonly string[] {
  return [...places(document, other, { at: '', besides })].slice(0, PLACES_MAX);
}

interface At {
  readonly at: string;
  readonly besides: readonly string[];
}

function* places(one: unknown, other: unknown, { at, besides }: At): Generator<string> {
  if (besides.includes(at)) return;
  if (isMembers(one) && isMembers(other)) {
    for (const key of new Set([...Object.keys(one), ...Object.keys(other)]))
      yield* places(one[key], other[key], { at: appendPointer(at, key), besides });
  } else if (losslessText(one) !== losslessText(other)) yield at;
}
