import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { invariant } from '#kernel';

/** A deterministic automaton over ASCII: from `state`, `next[state * 128 + byte]`. It begins in 0. */
export interface AsciiAutomaton {
  readonly next: Uint16Array;
  /** 1 where the text matches if it ends here. */
  readonly ends: Uint8Array;
}

const STATES_MAX = 300;
const POSITIONS_MAX = 400;
const ASCII = 128;

/** A place in the pattern: which bytes lead on from it. */
interface Position {
  readonly bytes: Uint8Array;
  readonly follow: Set<number>;
}

/** Where a part of the pattern may begin and end, and whether it may match nothing. */
interface Piece {
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly isEmpty: boolean;
}

class TooHard extends Error {}

const parser = new RegExpParser({ ecmaVersion: 2025 });

/**
 * The pattern for texts of ASCII alone (positions as Glushkov numbered them, then sets of them);
 * `undefined` where it is too large or says what positions cannot, such as a word boundary.
 */
export function asciiAutomaton(pattern: string): AsciiAutomaton | undefined {
  try {
    const parsed = parser.parsePattern(pattern, 0, pattern.length, { unicode: true });
    return new Builder().automaton(parsed.alternatives);
  } catch {
    // Spelled in the lenient way, or too hard: whoever matches texts knows it.
    return undefined;
  }
}

class Builder {
  readonly #positions: Position[] = [];

  automaton(alternatives: readonly AST.Alternative[]): AsciiAutomaton {
    const branches = alternatives.map((each) => this.#anchored(each));
    const firsts = new Set(branches.flatMap(({ first }) => first));
    const accepting = new Set(branches.flatMap(({ last }) => last));
    const isEmptyMatch = branches.some(({ isEmpty }) => isEmpty);
    return this.#determined(firsts, accepting, isEmptyMatch);
  }

  /** A pattern is searched for: where nothing ties it to an end, anything may stand there. */
  #anchored({ elements }: AST.Alternative): Piece {
    const isStart = isAssertion(elements[0], 'start');
    const isEnd = isAssertion(elements.at(-1), 'end');
    const inner = elements.slice(isStart ? 1 : 0, isEnd ? -1 : undefined);
    const parts = inner.map((each) => this.#element(each));
    if (!isStart) parts.unshift(this.#anything());
    if (!isEnd) parts.push(this.#anything());
    return this.#sequence(parts);
  }

  #anything(): Piece {
    return this.#repeated(this.#of(() => true));
  }

  #of(holds: (byte: number) => boolean): Piece {
    const bytes = Uint8Array.from({ length: ASCII }, (_, byte) => (holds(byte) ? 1 : 0));
    const at = this.#positions.push({ bytes, follow: new Set() }) - 1;
    if (at > POSITIONS_MAX) throw new TooHard();
    return { first: [at], last: [at], isEmpty: false };
  }

  #repeated(piece: Piece): Piece {
    this.#join(piece, piece);
    return { ...piece, isEmpty: true };
  }

  #join({ last }: Piece, { first }: Piece): void {
    for (const end of last) for (const start of first) this.#at(end).follow.add(start);
  }

  #at(number: number): Position {
    const position = this.#positions[number];
    invariant(position, 'positions are numbered as they are made');
    return position;
  }

  #sequence(parts: readonly Piece[]): Piece {
    let whole: Piece = { first: [], last: [], isEmpty: true };
    for (const part of parts) {
      this.#join(whole, part);
      whole = {
        first: whole.isEmpty ? [...whole.first, ...part.first] : whole.first,
        last: part.isEmpty ? [...whole.last, ...part.last] : part.last,
        isEmpty: whole.isEmpty && part.isEmpty,
      };
    }
    return whole;
  }

  #choice(alternatives: readonly AST.Alternative[]): Piece {
    const branches = alternatives.map(({ elements }) =>
      this.#sequence(elements.map((each) => this.#element(each))),
    );
    return {
      first: branches.flatMap(({ first }) => first),
      last: branches.flatMap(({ last }) => last),
      isEmpty: branches.some(({ isEmpty }) => isEmpty),
    };
  }

  #element(node: AST.Element): Piece {
    switch (node.type) {
      case 'Character':
      case 'CharacterSet':
      case 'CharacterClass':
        return this.#of((byte) => holds(node, byte));
      case 'CapturingGroup':
        return this.#choice(node.alternatives);
      case 'Group':
        if (node.modifiers) throw new TooHard();
        return this.#choice(node.alternatives);
      case 'Quantifier':
        return this.#quantified(node);
      default:
        throw new TooHard();
    }
  }

  /** Each round has positions of its own. */
  #quantified({ element, min, max }: AST.Quantifier): Piece {
    if (Math.max(min, max === Infinity ? 0 : max) > POSITIONS_MAX) throw new TooHard();
    const parts = Array.from({ length: min }, () => this.#element(element));
    if (max === Infinity) parts.push(this.#repeated(this.#element(element)));
    else for (let i = min; i < max; i++) parts.push({ ...this.#element(element), isEmpty: true });
    return this.#sequence(parts);
  }

  #determined(
    firsts: ReadonlySet<number>,
    accepting: ReadonlySet<number>,
    isEmptyMatch: boolean,
  ): AsciiAutomaton {
    const states = new Map<string, number>([['start', 0]]);
    const sets: (readonly number[])[] = [[]];
    const rows: number[][] = [];
    const ends = [isEmptyMatch ? 1 : 0];
    const stateOf = (set: readonly number[]): number => {
      const key = set.join();
      const known = states.get(key);
      if (known !== undefined) return known;
      if (sets.length > STATES_MAX) throw new TooHard();
      states.set(key, sets.length);
      ends.push(set.some((each) => accepting.has(each)) ? 1 : 0);
      return sets.push(set) - 1;
    };
    // Sets found on the way are visited, too.
    for (const [state, set] of sets.entries()) {
      const reached = state === 0 ? firsts : new Set(set.flatMap((at) => [...this.#at(at).follow]));
      rows.push(
        Array.from({ length: ASCII }, (_, byte) =>
          stateOf(
            [...reached].filter((at) => this.#at(at).bytes[byte] === 1).sort((a, b) => a - b),
          ),
        ),
      );
    }
    return { next: Uint16Array.from(rows.flat()), ends: Uint8Array.from(ends) };
  }
}

const isAssertion = (node: AST.Element | undefined, kind: 'start' | 'end'): boolean =>
  node?.type === 'Assertion' && node.kind === kind;

type Matcher = AST.CharacterClass | AST.CharacterClassElement | AST.CharacterSet;

function holds(node: Matcher, byte: number): boolean {
  if (node.type === 'Character') return node.value === byte;
  if (node.type === 'CharacterClassRange') return node.min.value <= byte && byte <= node.max.value;
  if (node.type === 'CharacterSet') return inSet(node, byte);
  invariant(node.type === 'CharacterClass', 'classes of the flag u hold no sets of texts');
  return node.elements.some((each) => holds(each, byte)) !== node.negate;
}

function inSet(node: AST.CharacterSet, byte: number): boolean {
  const character = String.fromCharCode(byte);
  switch (node.kind) {
    case 'any':
      return !/[\n\r]/.test(character);
    case 'digit':
      return /\d/.test(character) !== node.negate;
    case 'word':
      return /\w/.test(character) !== node.negate;
    case 'space':
      return /\s/.test(character) !== node.negate;
    default:
      throw new TooHard();
  }
}
