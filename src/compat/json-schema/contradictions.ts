import type { Formula, Literal } from './formula.js';
import { isLiteral } from './formula.js';
import { TYPE } from './json.js';

/** Who decides whether the values of one property can agree. */
interface Conjoiner {
  readonly false: Formula;
  and(parts: Iterable<Formula>): Formula;
}

/**
 * Contradictions that are cheap to see and common in schemas: two constants, a constant outside an
 * enum, and two branches told apart by such a property. Seeing them while formulas are made keeps
 * the pairs of a `oneOf` with 200 discriminated branches from ever becoming clauses.
 */
export function isContradiction(
  parts: readonly Formula[],
  mask: number,
  formulas: Conjoiner,
): boolean {
  if (parts.length < 2) return false;
  if (mask === TYPE.string) return hasNoString(parts);
  if (mask === TYPE.number || mask === TYPE.boolean) return hasTwoConstants(parts);
  return mask === TYPE.object && hasImpossibleProperty(parts, formulas);
}

const literals = (parts: readonly Formula[]): Literal[] => parts.filter(isLiteral);

function hasNoString(parts: readonly Formula[]): boolean {
  let allowed: ReadonlySet<string> | undefined;
  const refused: ReadonlySet<string>[] = [];
  for (const { atom, negated } of literals(parts)) {
    if (atom.is !== 'one-of') continue;
    if (negated) refused.push(atom.values);
    else allowed = allowed === undefined ? atom.values : allowed.intersection(atom.values);
  }
  if (allowed === undefined) return false;
  const left = refused.reduce<ReadonlySet<string>>(
    (rest, values) => rest.difference(values),
    allowed,
  );
  return left.size === 0;
}

function hasTwoConstants(parts: readonly Formula[]): boolean {
  const keys = new Set<string>();
  for (const { atom, negated } of literals(parts)) {
    if (atom.is === 'number' && !negated) keys.add(atom.value.key);
    if (atom.is === 'boolean') keys.add(String(atom.value !== negated));
  }
  return keys.size > 1;
}

/** Whether some property has two descriptions, or one that nothing fits: most schemas have none. */
function mayDisagree(parts: readonly Formula[], formulas: Conjoiner): boolean {
  const described = new Set<string>();
  for (const part of parts) {
    if (part.kind !== 'literal' || part.negated) continue;
    const { atom } = part;
    if ((atom.is !== 'every-value' && atom.is !== 'some-value') || atom.keys.of !== 'name')
      continue;
    if (atom.formula.kind === 'true') continue;
    const before = described.size;
    described.add(atom.keys.name);
    if (described.size === before || atom.formula === formulas.false) return true;
  }
  return false;
}

function hasImpossibleProperty(parts: readonly Formula[], formulas: Conjoiner): boolean {
  if (!mayDisagree(parts, formulas)) return false;
  const demanded = new Set<string>();
  const values = new Map<string, Set<Formula>>();
  for (const { atom, negated } of literals(parts)) {
    if ((atom.is !== 'every-value' && atom.is !== 'some-value') || atom.keys.of !== 'name')
      continue;
    const { name } = atom.keys;
    if ((atom.is === 'some-value') !== negated) demanded.add(name);
    // Most demanded fields have one description, and nothing to disagree with.
    if (negated || atom.formula.kind === 'true') continue;
    const wanted = values.get(name);
    if (wanted) wanted.add(atom.formula);
    else values.set(name, new Set([atom.formula]));
  }
  for (const [name, wanted] of values) {
    if (!demanded.has(name)) continue;
    const both = wanted.size === 1 ? [...wanted][0] : formulas.and(wanted);
    if (both === formulas.false) return true;
  }
  return false;
}
