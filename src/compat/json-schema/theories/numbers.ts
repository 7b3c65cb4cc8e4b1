import type { NumberAtom } from '../formula.js';
import { Rational } from '../rational.js';
import { Undecidable } from '../undecidable.js';
import {
  choose,
  type Claim,
  type Found,
  type Preference,
  type Theory,
  type Tools,
} from './theory.js';

/** Numbers looked at for a proof that there is none, and for one where that would be too many. */
const PROOF_MAX = 20_000n;
const GUESSES = 60n;
const ZERO = Rational.of(0n);
const ONE = Rational.of(1n);

interface Edge {
  readonly at: Rational;
  readonly isStrict: boolean;
}

/** All claims about one number, sorted by what they do. */
interface Demand {
  readonly low?: Edge;
  readonly high?: Edge;
  readonly exact: readonly Rational[];
  /** By key, for there can be thousands. */
  readonly excluded: ReadonlyMap<string, Rational>;
  readonly step?: Rational;
  readonly notSteps: readonly Rational[];
}

export const numbers: Theory<NumberAtom> = (claims, prefers, tools) => {
  const demand = readDemand(claims);
  const fits = (value: Rational) => isIn(demand, value);
  if (demand.exact.length > 0)
    return chooseExact(demand.exact.filter(fits), claims, { prefers, tools });
  const { low, high } = demand;
  if (low && high) {
    const order = low.at.compare(high.at);
    if (order > 0 || (order === 0 && (low.isStrict || high.isStrict))) return undefined;
  }
  const { values, isAll } = demand.step ? onLattice(demand, demand.step) : onLine(demand);
  const fitting = values.filter(fits);
  if (fitting.length === 0) {
    if (isAll) return undefined;
    throw new Undecidable('none of the numbers that were tried fits');
  }
  return chooseExact(fitting, claims, { prefers, tools });
};

/** Only numbers a JavaScript program can hold exactly become witnesses. */
function chooseExact(
  values: readonly Rational[],
  claims: readonly Claim<NumberAtom>[],
  { prefers, tools }: { prefers: Preference; tools: Tools },
): Found | undefined {
  if (values.length === 0) return undefined;
  const formats = claims.filter(({ atom }) => atom.is === 'format');
  const shown = values.filter(
    (value) =>
      value.toNumber() !== undefined &&
      formats.every(({ atom, negated }) => tools.evaluator.numberHas(value, atom) !== negated),
  );
  const found = choose(shown, prefers);
  if (!found)
    throw new Undecidable(
      'only numbers that no program holds exactly, or an unknown format, remain',
    );
  return found;
}

function readDemand(claims: readonly Claim<NumberAtom>[]): Demand {
  let low: Edge | undefined;
  let high: Edge | undefined;
  let step: Rational | undefined;
  const demand = {
    exact: [] as Rational[],
    excluded: new Map<string, Rational>(),
    notSteps: [] as Rational[],
  };
  for (const { atom, negated } of claims) {
    if (atom.is === 'number' && negated) demand.excluded.set(atom.value.key, atom.value);
    else if (atom.is === 'number') demand.exact.push(atom.value);
    else if (atom.is === 'multiple-of' && negated) demand.notSteps.push(atom.step);
    else if (atom.is === 'multiple-of')
      step = step ? step.leastCommonMultiple(atom.step) : atom.step;
    else if (atom.is === 'at-least' || atom.is === 'at-most') {
      const edge = { at: atom.bound, isStrict: atom.isStrict !== negated };
      if ((atom.is === 'at-least') !== negated) low = tighter(low, edge, 1);
      else high = tighter(high, edge, -1);
    }
  }
  return { ...demand, ...(low && { low }), ...(high && { high }), ...(step && { step }) };
}

/** `sign` 1 keeps the larger edge, -1 the smaller one. */
function tighter(known: Edge | undefined, edge: Edge, sign: number): Edge {
  if (!known) return edge;
  const order = sign * edge.at.compare(known.at);
  return order > 0 || (order === 0 && edge.isStrict) ? edge : known;
}

function isIn(demand: Demand, value: Rational): boolean {
  const { low, high, exact, excluded, step, notSteps } = demand;
  if (low && value.compare(low.at) <= (low.isStrict ? 0 : -1)) return false;
  if (high && value.compare(high.at) >= (high.isStrict ? 0 : 1)) return false;
  if (exact.some((each) => !each.equals(value)) || excluded.has(value.key)) return false;
  return (!step || value.isMultipleOf(step)) && !notSteps.some((each) => value.isMultipleOf(each));
}

/**
 * Multiples of a step. "Not a multiple of" repeats with a period, so as many periods as there are
 * excluded numbers, plus one, show every case. Where that is too many, one that fits is mostly
 * among the first; only that there is none is not proved then.
 */
function onLattice(
  { low, high, notSteps, excluded }: Demand,
  step: Rational,
): { values: Rational[]; isAll: boolean } {
  let period = 1n;
  for (const notStep of notSteps) {
    const repeats = step.leastCommonMultiple(notStep).over(step).numerator;
    period = Rational.of(period).leastCommonMultiple(Rational.of(repeats)).numerator;
  }
  const enough = period * BigInt(excluded.size + 1) + 2n;
  const first = low?.at.over(step).ceiling();
  const last = high?.at.over(step).floor();
  const tried = enough <= PROOF_MAX ? enough : BigInt(excluded.size) + GUESSES;
  const isBetween = first !== undefined && last !== undefined && last - first <= tried;
  const isAll = tried === enough || isBetween;
  const indices = latticeIndices(first, last, tried);
  return { values: indices.map((index) => Rational.of(index).times(step)), isAll };
}

function latticeIndices(
  first: bigint | undefined,
  last: bigint | undefined,
  enough: bigint,
): bigint[] {
  const indices: bigint[] = [];
  const isFree = (first ?? 0n) <= 0n && (last ?? 0n) >= 0n;
  if (isFree) {
    // Small numbers first: they read better in a witness.
    for (let index = 0n; index <= enough; index++) indices.push(index, -index - 1n);
  }
  if (first !== undefined)
    for (let index = first; index <= first + enough; index++) indices.push(index);
  if (last !== undefined)
    for (let index = last; index >= last - enough; index--) indices.push(index);
  return indices.filter((index) => (first ?? index) <= index && index <= (last ?? index));
}

/** The real line: an open interval minus countably many points is never empty. */
function onLine({ low, high, excluded, notSteps }: Demand): { values: Rational[]; isAll: boolean } {
  if (low && high && low.at.equals(high.at)) return { values: [low.at], isAll: true };
  const anchors = [
    ZERO,
    ONE,
    ...(low ? [low.at] : []),
    ...(high ? [high.at] : []),
    ...excluded.values(),
  ];
  const offsets = ['0', '1', '-1', '0.5', '-0.5', '0.3', '-0.3', '0.01', '-0.01'].map((text) =>
    Rational.parse(text),
  );
  // Half of the finest step, beside nought, is a multiple of none.
  const finest = notSteps.toSorted((a, b) => a.compare(b))[0];
  if (finest)
    for (const part of [2n, -2n, 4n, -4n]) offsets.push(finest.times(Rational.of(1n, part)));
  const values = anchors.flatMap((anchor) => offsets.map((offset) => anchor.plus(offset)));
  if (low && high) {
    const width = high.at.minus(low.at);
    for (let part = 1n; part < 64n; part++)
      values.push(low.at.plus(width.times(Rational.of(part, 64n))));
    for (let part = 1n; part < 50n; part++)
      values.push(low.at.plus(width.times(Rational.of(part, 50n))));
  }
  return { values, isAll: false };
}
