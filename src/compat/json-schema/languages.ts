import { DFA, NFA } from 'refa';
import type { Budget } from './budget.js';
import type { Definitions } from './definitions.js';
import type { Formula, Literal, ManyKeys, StringAtom } from './formula.js';
import { keySetKey } from './formula.js';
import { TYPE } from './json.js';
import {
  anyText,
  complement,
  determinize,
  intersect,
  MAX_CHARACTER,
  patternLanguage,
  TEXT,
} from './pattern-language.js';
import { Undecidable } from './undecidable.js';

const codePoints = (text: string): number[] =>
  [...text].map((character) => character.codePointAt(0) as number);
/** Lengths become states only where a key set needs an automaton. */
const LENGTH_STATES_MAX = 1_000;

/** Automata for patterns, key sets and string formulas, each built once. */
export class Languages {
  readonly #patterns = new Map<string, DFA | Undecidable>();
  readonly #keySets = new Map<string, DFA>();
  readonly #intersections = new Map<string, DFA>();

  constructor(
    private readonly definitions: Definitions,
    private readonly budget: Budget,
  ) {}

  readonly #remembered = new Map<string, unknown>();

  /** What was made of the same languages before; the key must name all of them. */
  remember<T>(key: string, make: () => T): T {
    const known = this.#remembered.get(key) as T | undefined;
    const made = known ?? make();
    this.#remembered.set(key, made);
    return made;
  }

  pattern(source: string): DFA {
    const known = this.#patterns.get(source) ?? this.#build(source);
    if (known instanceof Undecidable) throw known;
    return known;
  }

  #build(source: string): DFA | Undecidable {
    let built: DFA | Undecidable;
    try {
      built = patternLanguage(source, this.budget);
    } catch (error) {
      // That there was no budget left says nothing about the pattern.
      built = this.budget.doubtIn(error);
    }
    this.#patterns.set(source, built);
    return built;
  }

  /** Linear in the text, whatever the pattern: the automaton is walked, not the expression. */
  matches(source: string, text: string): boolean {
    return this.pattern(source).test(codePoints(text));
  }

  /** Texts that match all of some patterns and none of others. */
  patterns(required: readonly string[], excluded: readonly string[]): DFA {
    const key = JSON.stringify([[...required].sort(), [...excluded].sort()]);
    const known = this.#intersections.get(key);
    if (known) return known;
    const parts = [
      ...required.map((source) => this.pattern(source)),
      ...excluded.map((source) => this.#complement(this.pattern(source))),
    ];
    const built = parts.reduce((all, part) => this.#meet(all, part), anyText());
    this.#intersections.set(key, built);
    return built;
  }

  keySet(keys: ManyKeys): DFA {
    const key = keySetKey(keys);
    const known = this.#keySets.get(key);
    if (known) return known;
    const built = this.#buildKeySet(keys);
    this.#keySets.set(key, built);
    return built;
  }

  #buildKeySet(keys: ManyKeys): DFA {
    switch (keys.of) {
      case 'pattern':
        return this.pattern(keys.source);
      case 'except': {
        const names = keys.sets.filter((set) => set.of === 'name').map(({ name }) => name);
        const others = keys.sets.filter((set) => set.of !== 'name').map((set) => this.keySet(set));
        const start = names.length > 0 ? this.without(anyText(), names) : anyText();
        return others.reduce((rest, set) => this.#meet(rest, this.#complement(set)), start);
      }
      case 'where':
        return this.#formula(keys.formula, 0);
    }
  }

  words(texts: Iterable<string>): DFA {
    const words = DFA.fromWords([...texts].map(codePoints), { maxCharacter: MAX_CHARACTER });
    return determinize(words, this.budget);
  }

  without(language: DFA, texts: Iterable<string>): DFA {
    return this.#meet(language, this.#complement(this.words(texts)));
  }

  #complement(language: DFA): DFA {
    return complement(language, this.budget);
  }

  #meet(a: DFA, b: DFA): DFA {
    return intersect(a, b, this.budget);
  }

  #formula(formula: Formula, depth: number): DFA {
    if (depth > 64) throw new Undecidable('property names are described too deeply');
    const inner = (part: Formula) => this.#formula(part, depth + 1);
    switch (formula.kind) {
      case 'true':
        return anyText();
      case 'false':
        return DFA.empty({ maxCharacter: MAX_CHARACTER });
      case 'types':
        return formula.mask & TYPE.string ? anyText() : DFA.empty({ maxCharacter: MAX_CHARACTER });
      case 'and':
        return formula.parts.map(inner).reduce((all, part) => this.#meet(all, part));
      case 'or':
        return this.#complement(
          formula.parts
            .map((part) => this.#complement(inner(part)))
            .reduce((all, part) => this.#meet(all, part)),
        );
      case 'recursion': {
        const language = inner(this.definitions.of(formula.name));
        return formula.negated ? this.#complement(language) : language;
      }
      case 'literal':
        return this.#literal(formula);
    }
  }

  #literal({ type, atom, negated }: Literal): DFA {
    if (type !== TYPE.string)
      return negated ? DFA.empty({ maxCharacter: MAX_CHARACTER }) : anyText();
    const language = this.#stringAtom(atom as StringAtom);
    return negated ? this.#complement(language) : language;
  }

  #stringAtom(atom: StringAtom): DFA {
    switch (atom.is) {
      case 'one-of':
        return this.words(atom.values);
      case 'pattern':
        return this.pattern(atom.source);
      case 'length':
        return lengthLanguage(atom.min, atom.max, this.budget);
      case 'format':
        throw new Undecidable(`property names have the format "${atom.name}"`);
    }
  }
}

function lengthLanguage(min: number, max: number, budget: Budget): DFA {
  const largest = max === Infinity ? min : max;
  if (largest > LENGTH_STATES_MAX)
    throw new Undecidable(`property names are bounded by ${largest} characters`);
  const automaton = NFA.fromRegex(
    {
      type: 'Concatenation',
      elements: [
        {
          type: 'Quantifier',
          min,
          max,
          lazy: false,
          alternatives: [
            { type: 'Concatenation', elements: [{ type: 'CharacterClass', characters: TEXT }] },
          ],
        },
      ],
    },
    { maxCharacter: MAX_CHARACTER },
  );
  return determinize(automaton, budget);
}
