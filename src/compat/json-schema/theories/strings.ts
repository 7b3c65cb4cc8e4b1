import type { StringAtom } from '../formula.js';
import { everySample, lengthOfFormats, samplesOf, stretched } from '../formats.js';
import { doubtIn, Undecidable } from '../undecidable.js';
import { type LengthRange, Words } from '../words.js';
import {
  choose,
  type Claim,
  type Found,
  type Preference,
  type Theory,
  type Tools,
} from './theory.js';

/** Words looked at for one that also suits the open clauses. */
const PREFERRED_TRIES = 40;
const EXCLUDED_MAX = 5_000;
/** A longer string is no witness anybody would read. */
const LENGTH_MAX = 100_000;

interface Demand {
  readonly length: LengthRange;
  readonly oneOf: readonly ReadonlySet<string>[];
  readonly excluded: ReadonlySet<string>;
  readonly patterns: readonly string[];
  readonly notPatterns: readonly string[];
  readonly formats: readonly string[];
  readonly notFormats: readonly string[];
}

export const strings: Theory<StringAtom> = (claims, prefers, tools) => {
  const demand = readDemand(claims);
  if (demand.length.min > demand.length.max) return undefined;
  const isFine = (value: string) =>
    claims.every((claim) => tools.evaluator.stringHas(value, claim.atom) !== claim.negated);
  const [smallest, ...others] = [...demand.oneOf].sort((a, b) => a.size - b.size);
  if (smallest) return fromList([...smallest], others, { isFine, prefers });
  if (demand.formats.length + demand.notFormats.length > 0)
    return withFormats(demand, { isFine, prefers, tools });
  return choose(take(wordsOf(demand, tools), PREFERRED_TRIES), prefers);
};

function readDemand(claims: readonly Claim<StringAtom>[]): Demand {
  let min = 0;
  let max = Infinity;
  const oneOf: ReadonlySet<string>[] = [];
  const excluded = new Set<string>();
  const names = {
    patterns: [] as string[],
    notPatterns: [] as string[],
    formats: [] as string[],
    notFormats: [] as string[],
  };
  for (const { atom, negated } of claims) {
    if (atom.is === 'one-of' && negated) for (const value of atom.values) excluded.add(value);
    else if (atom.is === 'one-of') oneOf.push(atom.values);
    else if (atom.is === 'pattern')
      (negated ? names.notPatterns : names.patterns).push(atom.source);
    else if (atom.is === 'format') (negated ? names.notFormats : names.formats).push(atom.name);
    else {
      // A length literal bounds one side only, so its negation is the other side.
      const range = !negated
        ? atom
        : atom.max === Infinity
          ? { min: 0, max: atom.min - 1 }
          : { min: atom.max + 1, max: Infinity };
      min = Math.max(min, range.min);
      max = Math.min(max, range.max);
    }
  }
  return { length: { min, max }, oneOf, excluded, ...names };
}

/** A finite set is decided by looking at each of its values. */
function fromList(
  values: readonly string[],
  others: readonly ReadonlySet<string>[],
  { isFine, prefers }: { isFine: (value: string) => boolean; prefers: Preference },
): Found | undefined {
  let doubt: Undecidable | undefined;
  const fitting = values.filter((value) => {
    if (!others.every((other) => other.has(value))) return false;
    try {
      return isFine(value);
    } catch (error) {
      doubt ??= doubtIn(error);
      return false;
    }
  });
  const found = choose(fitting, prefers);
  if (!found && doubt) throw doubt;
  return found;
}

/** Without its formats nothing fits: then nothing fits with them. Else a sample must be executed. */
function withFormats(
  demand: Demand,
  {
    isFine,
    prefers,
    tools,
  }: { isFine: (value: string) => boolean; prefers: Preference; tools: Tools },
): Found | undefined {
  const own = lengthOfFormats(demand.formats);
  const length = {
    min: Math.max(own.min, demand.length.min),
    max: Math.min(own.max, demand.length.max),
  };
  if (length.min > length.max) return undefined;
  const plain = [...take(wordsOf({ ...demand, length }, tools), PREFERRED_TRIES)];
  if (plain.length === 0) return undefined;
  const long = (format: string) => stretched(format, length.min);
  const samples =
    demand.formats.length > 0
      ? demand.formats.flatMap((format) => [...samplesOf(format), ...long(format)])
      : everySample;
  const found = choose([...plain, ...samples].filter(isFine), prefers);
  if (found) return found;
  const names = [...demand.formats, ...demand.notFormats].map((name) => `"${name}"`).join(', ');
  throw new Undecidable(`what the format ${names} allows is not decided`);
}

function* take<T>(items: Iterable<T>, count: number): Generator<T> {
  let left = count;
  for (const item of items) {
    if (left-- <= 0) return;
    yield item;
  }
}

/** Texts that fit everything but formats; none only when there is none. */
function* wordsOf(demand: Demand, { languages, budget }: Tools): Generator<string> {
  const { length, excluded, patterns, notPatterns } = demand;
  if (excluded.size > EXCLUDED_MAX)
    throw new Undecidable(`more than ${EXCLUDED_MAX} strings are excluded`);
  const fits = (word: string) => !excluded.has(word);
  if (patterns.length + notPatterns.length === 0) {
    yield* plainWords(length, fits);
    return;
  }
  const words = new Words(languages.patterns(patterns, notPatterns), budget);
  let isAny = false;
  for (const word of words.inRange(length, excluded.size)) {
    if (!fits(word)) continue;
    isAny = true;
    yield word;
  }
  if (!isAny && !words.isComplete) throw new Undecidable('too many strings are excluded');
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** There are more characters than excluded words, so one length above 0 is enough. */
function* plainWords(
  { min, max }: LengthRange,
  fits: (word: string) => boolean,
): Generator<string> {
  if (min === 0 && fits('')) yield '';
  if (max === 0) return;
  if (min > LENGTH_MAX) throw new Undecidable(`a string of ${min} characters would be needed`);
  const shortest = Math.max(1, min);
  const padding = 'a'.repeat(shortest - 1);
  for (const letter of LETTERS) if (fits(padding + letter)) yield padding + letter;
  for (const longer of [shortest + 1, shortest + 5]) {
    if (longer <= max && fits('a'.repeat(longer))) yield 'a'.repeat(longer);
  }
  for (let point = 0x3b1; point < 0x3b1 + EXCLUDED_MAX + 1; point++) {
    const word = padding + String.fromCodePoint(point);
    if (fits(word)) yield word;
  }
}
