import {
  CharSet,
  type Concatenation,
  DFA,
  type Element,
  JS,
  NFA,
  type NoParent,
  type Node,
  TooManyNodesError,
  type TransitionIterable,
} from 'refa';
import type { Budget } from './budget.js';
import { Undecidable } from './undecidable.js';

/**
 * A pattern as a set of strings, exactly. JSON Schema patterns search, so `p` means "any text,
 * then `p`, then any text".
 *
 * `^` and `$` become marker characters while the automaton is built. Then words with a `^` marker
 * anywhere but in front, or a `$` marker anywhere but at the end, are removed and the markers
 * erased. So anchors are right wherever they stand, in groups and repetitions too.
 */
type Part = NoParent<Element>;
type Sequence = readonly Part[];

/** Surrogates: no well-formed text contains them, so they are free to be markers. */
const START = 0xd800;
const END = 0xd801;
export const MAX_CHARACTER = 0x10ffff;
/** States of one automaton; measured on 2,092 patterns of the field the largest needs 887. */
const STATES_MAX = 12_000;

const only = (character: number): CharSet => CharSet.fromCharacter(MAX_CHARACTER, character);
const SURROGATES = CharSet.fromRange(MAX_CHARACTER, { min: 0xd800, max: 0xdfff });
/** Every Unicode scalar value: what an event's text is made of. */
export const TEXT = CharSet.all(MAX_CHARACTER).without(SURROGATES);

const characters = (set: CharSet): Part => ({ type: 'CharacterClass', characters: set });
const sequence = (elements: Sequence): NoParent<Concatenation> => ({
  type: 'Concatenation',
  elements: [...elements],
});
const ANY_TEXT: Part = {
  type: 'Quantifier',
  min: 0,
  max: Infinity,
  lazy: false,
  alternatives: [sequence([characters(TEXT)])],
};

/** What one state, and one range of characters that leads on from it, cost to be made and minimised. */
const STEPS_PER_STATE = 40;
const STEPS_PER_RANGE = 6;

/** Who pays for automata; built without one at the start of the process, they are free. */
type Payer = Pick<Budget, 'left' | 'spend'> | undefined;

/**
 * Small automata can have a large product, so states are paid for when they are made: no more of
 * them than the budget holds, and those of an automaton that grew too large, too.
 */
function paid(budget: Payer, make: (statesMax: number) => DFA): DFA {
  const affordable = budget ? Math.floor(budget.left / STEPS_PER_STATE) + 1 : Infinity;
  const statesMax = Math.min(STATES_MAX, affordable);
  try {
    const made = make(statesMax);
    budget?.spend(price(made));
    made.minimize();
    return made;
  } catch (error) {
    if (!(error instanceof TooManyNodesError)) throw error;
    budget?.spend(STEPS_PER_STATE * statesMax);
    throw new Undecidable('an automaton of its patterns grows too large');
  }
}

function price(language: DFA): number {
  let steps = 0;
  for (const { out } of language.nodes())
    steps += STEPS_PER_STATE + STEPS_PER_RANGE * out.entryCount;
  return steps;
}

export const determinize = <State>(automaton: TransitionIterable<State>, budget?: Payer): DFA =>
  paid(budget, (statesMax) => DFA.fromFA(automaton, new DFA.LimitedNodeFactory(statesMax)));

export const intersect = (a: DFA, b: DFA, budget?: Payer): DFA =>
  paid(budget, (statesMax) => DFA.fromIntersection(a, b, new DFA.LimitedNodeFactory(statesMax)));

const automaton = (parts: Sequence): NFA =>
  NFA.fromRegex(
    sequence(parts),
    { maxCharacter: MAX_CHARACTER },
    { assertions: 'throw' },
    new NFA.LimitedNodeFactory(STATES_MAX),
  );

let everyText: DFA | undefined;
/** All texts; made when first asked for, since most runs of the command line never do. */
export const anyText = (): DFA => (everyText ??= determinize(automaton([ANY_TEXT])));

export const complement = (language: DFA, budget?: Payer): DFA =>
  intersect(outside(language), anyText(), budget);

/** Everything but the language; markers are no text and may be among it. */
function outside(language: DFA): DFA {
  const others = language.copy();
  others.complement(new DFA.LimitedNodeFactory(STATES_MAX + 1));
  return others;
}

const marker = (set: CharSet): Part => ({
  type: 'Quantifier',
  min: 0,
  max: Infinity,
  lazy: false,
  alternatives: [sequence([characters(set)])],
});
let everyMarked: DFA | undefined;
/** Start markers, text, end markers; with no text in between they may come in any order. */
const markedTexts = (): DFA =>
  (everyMarked ??= determinize(
    NFA.fromRegex(
      [
        sequence([marker(only(START)), ANY_TEXT, marker(only(END))]),
        sequence([marker(only(START).union(only(END)))]),
      ],
      { maxCharacter: MAX_CHARACTER },
    ),
  ));

/** Keeps the words whose markers stand where they may, and erases the markers. */
function erase(parts: Sequence, budget: Payer): DFA {
  const marked = determinize(
    NFA.fromIntersection(
      automaton(parts),
      markedTexts(),
      new NFA.LimitedNodeFactory(2 * STATES_MAX),
    ),
    budget,
  );
  const builder = new NFA.Builder(new NFA.LimitedNodeFactory(2 * STATES_MAX));
  const states = new Map<DFA.Node, NFA.Node>();
  const stateOf = (node: DFA.Node): NFA.Node => {
    const known = states.get(node) ?? builder.createNode();
    states.set(node, known);
    return known;
  };
  for (const node of marked.nodes()) {
    for (const [target, set] of edges(node)) {
      const text = set.intersect(TEXT);
      if (!text.isEmpty) builder.linkNodes(stateOf(node), stateOf(target), text);
    }
    if ([...byMarkers(node)].some((each) => marked.finals.has(each)))
      builder.makeFinal(stateOf(node));
  }
  for (const node of byMarkers(marked.initial)) {
    for (const [target, set] of edges(node)) {
      const text = set.intersect(TEXT);
      if (!text.isEmpty) builder.linkNodes(builder.initial, stateOf(target), text);
    }
    if (marked.finals.has(node)) builder.makeFinal(builder.initial);
  }
  return determinize(NFA.fromBuilder(builder, { maxCharacter: MAX_CHARACTER }), budget);
}

/** Successors with all characters that lead there. */
export function edges(node: DFA.Node): Map<DFA.Node, CharSet> {
  const found = new Map<DFA.Node, CharSet>();
  for (const [range, target] of node.out) {
    found.set(target, (found.get(target) ?? CharSet.empty(MAX_CHARACTER)).union([range]));
  }
  return found;
}

function byMarkers(start: DFA.Node): Set<DFA.Node> {
  const reached = new Set([start]);
  for (const node of reached) {
    for (const mark of [START, END]) {
      const target = node.out.get(mark);
      if (target) reached.add(target);
    }
  }
  return reached;
}

const isAnchor = (node: Part): boolean =>
  node.type === 'Assertion' &&
  node.negate &&
  node.alternatives.length === 1 &&
  node.alternatives.every(isOneOfAll);

const isOneOfAll = ({ elements: [first, ...rest] }: NoParent<Concatenation>): boolean => {
  return rest.length === 0 && first?.type === 'CharacterClass' && first.characters.isAll;
};

/**
 * Without the `u` flag a pattern matches code units, which differs from code points only where a
 * class reaches the surrogates; such classes are left alone.
 */
function widen(set: CharSet): CharSet {
  if (set.maximum === MAX_CHARACTER) return set;
  if (!set.isDisjointWith({ min: 0xd800, max: 0xdfff })) {
    throw new Undecidable('it is no Unicode pattern and has a negated class');
  }
  return set.resize(MAX_CHARACTER);
}

/** Replaces anchors by markers and keeps markers out of every other character class. */
function mark(node: Part): Part {
  switch (node.type) {
    case 'CharacterClass':
      return characters(widen(node.characters).intersect(TEXT));
    case 'Assertion':
      if (isAnchor(node)) return characters(only(node.kind === 'behind' ? START : END));
      return { ...node, alternatives: node.alternatives.map(markAll) };
    case 'Alternation':
    case 'Quantifier':
      return { ...node, alternatives: node.alternatives.map(markAll) };
    default:
      throw new Undecidable('it uses a back-reference');
  }
}
const markAll = (alternative: NoParent<Concatenation>): NoParent<Concatenation> =>
  sequence(alternative.elements.map(mark));

const contains = (node: NoParent<Node>, test: (node: NoParent<Node>) => boolean): boolean => {
  if (test(node)) return true;
  if ('alternatives' in node) return node.alternatives.some((inner) => contains(inner, test));
  return 'elements' in node && node.elements.some((inner) => contains(inner, test));
};
const isLookaround = (node: NoParent<Node>): boolean => node.type === 'Assertion';
const isMark =
  (character: number) =>
  (node: NoParent<Node>): boolean =>
    node.type === 'CharacterClass' && node.characters.has(character);
const anyContains = (parts: Sequence, test: (node: NoParent<Node>) => boolean): boolean =>
  parts.some((part) => contains(part, test));

const concatenate = (left: DFA, right: DFA, budget: Payer): DFA => {
  const whole = NFA.fromFA(left, new NFA.LimitedNodeFactory(STATES_MAX));
  whole.append(right, new NFA.LimitedNodeFactory(2 * STATES_MAX));
  return determinize(whole, budget);
};

const union = (languages: readonly DFA[], budget: Payer): DFA => {
  const [first, ...rest] = languages;
  const whole = NFA.fromFA(first ?? DFA.empty({ maxCharacter: MAX_CHARACTER }));
  for (const language of rest) whole.union(language, new NFA.LimitedNodeFactory(2 * STATES_MAX));
  return determinize(whole, budget);
};

/**
 * Texts matched by parts that begin exactly where the text begins, or `isFree` to begin anywhere.
 * A look-ahead splits the text in two; what follows must be in the rest and in the look-ahead.
 */
function matching(parts: Sequence, budget: Payer): DFA {
  const at = parts.findIndex(isLookaround);
  const assertion = parts[at];
  if (assertion?.type !== 'Assertion') {
    if (anyContains(parts, isLookaround))
      throw new Undecidable('it uses look-around inside a group');
    return erase(parts, budget);
  }
  const before = parts.slice(0, at);
  const after = parts.slice(at + 1);
  if (anyContains(before, isMark(END)) || anyContains(after, isMark(START))) {
    throw new Undecidable('it mixes anchors with look-around');
  }
  const inner = assertion.alternatives.map(({ elements }) => elements);
  if (
    inner.some((elements) =>
      anyContains(elements, isMark(assertion.kind === 'ahead' ? START : END)),
    )
  ) {
    throw new Undecidable('it uses an anchor inside look-around');
  }
  const allowed = (language: DFA) => (assertion.negate ? outside(language) : language);
  if (assertion.kind === 'behind') {
    const ending = inner.map((elements) => matching([ANY_TEXT, ...elements], budget));
    if (!startsFree(before)) throw new Undecidable('it uses look-behind after look-ahead');
    const ended = intersect(matching(before, budget), allowed(union(ending, budget)), budget);
    return concatenate(ended, matching(after, budget), budget);
  }
  const beginning = inner.map((elements) => matching([...elements, ANY_TEXT], budget));
  const rest = intersect(matching(after, budget), allowed(union(beginning, budget)), budget);
  return concatenate(matching(before, budget), rest, budget);
}

/** A look-behind sees everything before it only where the parts begin at the text's own start. */
const startsFree = (before: Sequence): boolean => before[0] === ANY_TEXT;

/** The language of a pattern, searched for in a text as ECMA-262 does with the `u` flag. */
export function patternLanguage(source: string, budget?: Payer): DFA {
  try {
    const { expression } = JS.Parser.fromLiteral({ source, flags: flagsFor(source) }).parse({
      backreferences: 'unknown',
    });
    const alternatives = expression.alternatives.map(({ elements }) =>
      matching([ANY_TEXT, ...elements.map(mark), ANY_TEXT], budget),
    );
    return union(alternatives, budget);
  } catch (error) {
    const reason =
      error instanceof Undecidable ? error.reason : 'it is too large or too unusual an expression';
    throw new Undecidable(`the pattern ${JSON.stringify(source)} is not decided: ${reason}`);
  }
}

/** Many schemas escape more than `u` permits, e.g. `\-`; those are read without it (Annex B). */
function flagsFor(source: string): string {
  try {
    new RegExp(source, 'u');
    return 'u';
  } catch {
    return '';
  }
}
