import { createHash } from 'node:crypto';
import { invariant } from '#kernel';
import { generate } from '../../bytes/generate.js';
import { circles } from '../circles.js';
import { parts, type PlaceFunction } from './parts.js';

/** What code asks for by number; what is told in the same words is the same. */
export interface Constant {
  readonly value: unknown;
  readonly saying: string;
}

/** Functions that call each other, as one code. */
interface Unit {
  readonly number: number;
  readonly functions: readonly PlaceFunction[];
}

/** Whoever uses `root` holds `units` as long, or they are made again for the next one. */
export interface Linked {
  readonly root: PlaceFunction;
  readonly units: ReadonlySet<object>;
}

interface Home {
  readonly unit: Unit;
  readonly at: number;
}

/**
 * Units by what they say. Schemas of one team say the same in most places: each of GitHub's events says
 * what a repository is. One function for all of them is fast sooner and stays in the processor's
 * caches, where those of twenty schemas would drive each other out.
 */
const known = new Map<string, WeakRef<Unit>>();
/** One that was made again meanwhile goes with it, and is only made once more than it need be. */
const forgotten = new FinalizationRegistry<string>((key) => known.delete(key));
let unitsMade = 0;

/** @param codes from `(` on, by name; they name each other, parts and `K[0]`, `K[1]` … of `constants` */
export function link(
  root: string,
  codes: ReadonlyMap<string, string>,
  constants: readonly Constant[],
): Linked {
  const homes = new Map<string, Home>();
  for (const circle of circles(referencesIn(codes))) {
    const unit = unitOf(circle, { codes, constants, homes });
    for (const [at, name] of circle.entries()) homes.set(name, { unit, at });
  }
  const units = new Set([...homes.values()].map(({ unit }) => unit));
  return { root: functionOf(root, homes), units };
}

const NAMES = /\bK\[(\d+)\]|\b[A-Za-z]\w*/g;

const referencesIn = (codes: ReadonlyMap<string, string>): ReadonlyMap<string, Set<string>> =>
  new Map(
    [...codes].map(([name, code]) => [
      name,
      new Set([...code.matchAll(NAMES)].map(([word]) => word).filter((word) => codes.has(word))),
    ]),
  );

function functionOf(name: string, homes: ReadonlyMap<string, Home>): PlaceFunction {
  const home = homes.get(name);
  invariant(home, 'what code calls has been made before');
  const found = home.unit.functions[home.at];
  invariant(found, 'a unit has a function for each of its circle');
  return found;
}

interface Program {
  readonly codes: ReadonlyMap<string, string>;
  readonly constants: readonly Constant[];
  readonly homes: ReadonlyMap<string, Home>;
}

/** Its own names are numbered, so that equal units are written alike. */
function unitOf(circle: readonly string[], { codes, constants, homes }: Program): Unit {
  const given = new Map<string, { readonly value: unknown; readonly saying: string }>();
  const written = (word: string, constant: string | undefined): string => {
    const own = circle.indexOf(word);
    if (own >= 0) return `s${own}`;
    const home = homes.get(word);
    if (constant === undefined && !home && !Object.hasOwn(parts, word)) return word;
    if (!given.has(word))
      given.set(
        word,
        constants[Number(constant)] ?? {
          value: home ? functionOf(word, homes) : parts[word],
          saying: home ? `${home.unit.number} ${home.at}` : word,
        },
      );
    return `x${[...given.keys()].indexOf(word)}`;
  };
  const code = circle
    .map((name, at) => {
      const own = codes.get(name);
      invariant(own, 'a circle is one of codes');
      return `function s${at}${own.replaceAll(NAMES, written)}`;
    })
    .join('\n');
  const needs = [...given.values()];
  const sayings = needs.map(({ saying }) => JSON.stringify(saying)).join();
  const key = createHash('sha256').update(`${code}\n${sayings}`).digest('base64url');
  const found = known.get(key)?.deref();
  if (found) return found;
  const takes = needs.map((_, at) => `x${at}=K[${at}]`).join();
  const makes = circle.map((_, at) => `s${at}`).join();
  const functions = generate<readonly PlaceFunction[]>(
    `${takes ? `const ${takes};` : ''}${code}\nreturn [${makes}]`,
    needs.map(({ value }) => value),
  );
  const unit = { number: unitsMade++, functions };
  known.set(key, new WeakRef(unit));
  forgotten.register(unit, key);
  return unit;
}
