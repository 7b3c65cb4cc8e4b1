import type { BooleanAtom } from '../formula.js';
import { choose, type Theory } from './theory.js';

export const booleans: Theory<BooleanAtom> = (claims, prefers) =>
  choose(
    [true, false].filter((value) =>
      claims.every(({ atom, negated }) => (atom.value === value) !== negated),
    ),
    prefers,
  );
