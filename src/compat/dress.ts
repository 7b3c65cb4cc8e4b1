/** Attempts at one event, and the length of a value that is still small. */
const ATTEMPTS_MAX = 60;
const CHARACTERS_MAX = 60;

/** How the values of a language are taken apart and put together. */
export interface Anatomy<V> {
  /** What a value that is not single holds, by name or position. */
  readonly parts: (value: V) => readonly (readonly [key: string, part: V])[];
  readonly isSingle: (value: V) => boolean;
  readonly replaced: (value: V, key: string, part: V) => V;
  readonly text: (value: V) => string;
}

/** Values that somebody has shown for a place, the likeliest first, and for the places inside. */
export interface Shown<V> {
  readonly values: readonly V[];
  readonly inside: (key: string) => Shown<V>;
}

/**
 * The same event made of values people know: each single value becomes one that the authors show at
 * its place, where the event still breaks with it. Nothing is added; what the break needs stays.
 */
export function dress<V>(
  event: V,
  shown: Shown<V>,
  { anatomy, stillBreaks }: { anatomy: Anatomy<V>; stillBreaks: (event: V) => boolean },
): V {
  let attempts = ATTEMPTS_MAX;
  const fits = (event: V) => --attempts >= 0 && stillBreaks(event);
  const single = (value: V, { values }: Shown<V>, whole: (part: V) => V): V => {
    for (const candidate of values) {
      const text = anatomy.text(candidate);
      if (text === anatomy.text(value)) return value;
      if (anatomy.isSingle(candidate) && text.length <= CHARACTERS_MAX && fits(whole(candidate)))
        return candidate;
    }
    return value;
  };
  const pass = (value: V, shown: Shown<V>, whole: (part: V) => V): V => {
    if (anatomy.isSingle(value)) return single(value, shown, whole);
    let best = value;
    for (const [key, part] of anatomy.parts(value)) {
      const inner = pass(part, shown.inside(key), (other) =>
        whole(anatomy.replaced(best, key, other)),
      );
      if (inner !== part) best = anatomy.replaced(best, key, inner);
    }
    return best;
  };
  return pass(event, shown, (part) => part);
}
