import type { CharSet, DFA } from 'refa';
import type { Budget } from './budget.js';
import { edges } from './pattern-language.js';
import { Undecidable } from './undecidable.js';

/** Characters a person likes to read first; the rest only where these do not do. */
const READABLE = [...'abcxyzABC0123456789-_. ', 'é', '😀'].map(
  (text) => text.codePointAt(0) as number,
);
/** Layers times states of the length table; beyond it the table costs more than it proves. */
const TABLE_MAX = 3_000_000;
const CHARACTERS_PER_EDGE = 64;

export interface LengthRange {
  readonly min: number;
  readonly max: number;
}

interface State {
  readonly edges: readonly { readonly to: number; readonly characters: CharSet }[];
  readonly isFinal: boolean;
}

const numbered = (language: DFA): State[] => {
  const nodes = [...language.nodes()];
  const index = new Map(nodes.map((node, at) => [node, at]));
  return nodes.map((node) => ({
    edges: [...edges(node)].map(([target, characters]) => ({
      to: index.get(target) as number,
      characters,
    })),
    isFinal: language.finals.has(node),
  }));
};

function* pick(set: CharSet): Generator<number> {
  const shown = new Set<number>();
  for (const character of READABLE) {
    if (!set.has(character)) continue;
    shown.add(character);
    yield character;
  }
  for (const { min, max } of set.ranges) {
    for (let character = min; character <= max && shown.size < CHARACTERS_PER_EDGE; character++) {
      if (shown.has(character)) continue;
      shown.add(character);
      yield character;
    }
  }
}

/**
 * Words of a language by length, shortest first, readable characters first. `isComplete` says
 * after the last word whether none was left out.
 */
export class Words {
  isComplete = true;
  readonly #states: State[];
  /** For each length, the states from which some word of that length is accepted. */
  readonly #accepting: boolean[][] = [];
  readonly #start: number;

  constructor(
    language: DFA,
    private readonly budget: Budget,
  ) {
    this.#states = numbered(language);
    this.#start = [...language.nodes()].indexOf(language.initial);
    this.#accepting.push(this.#states.map(({ isFinal }) => isFinal));
  }

  /**
   * A language with any word of at least `min` characters has one shorter than `min` + states, so
   * looking at that many lengths per wanted word is enough to know there are no more.
   */
  *inRange({ min, max }: LengthRange, wanted: number): Generator<string> {
    const lengths = Math.min(max, min + this.#states.length * (wanted + 1));
    for (let length = min; length <= lengths; length++) {
      if (length * this.#states.length > TABLE_MAX)
        throw new Undecidable('the strings in question are too long');
      yield* this.#ofLength(length);
    }
  }

  *#ofLength(length: number): Generator<string> {
    while (this.#accepting.length <= length) this.#extend();
    yield* this.#walk(this.#start, length, []);
  }

  #extend(): void {
    this.budget.spend(this.#states.length);
    const last = this.#accepting[this.#accepting.length - 1] as boolean[];
    this.#accepting.push(this.#states.map((state) => state.edges.some(({ to }) => last[to])));
  }

  *#walk(at: number, left: number, prefix: readonly number[]): Generator<string> {
    this.budget.spend(1);
    if (!this.#accepting[left]?.[at]) return;
    if (left === 0) {
      yield String.fromCodePoint(...prefix);
      return;
    }
    for (const { to, characters } of (this.#states[at] as State).edges) {
      if (!this.#accepting[left - 1]?.[to]) continue;
      if (characters.size > CHARACTERS_PER_EDGE) this.isComplete = false;
      for (const character of pick(characters))
        yield* this.#walk(to, left - 1, [...prefix, character]);
    }
  }
}
