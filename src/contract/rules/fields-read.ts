import type { ASTNode } from '@marcbachmann/cel-js';
import { invariant } from '#kernel';
import { appendPointer } from '#schema';
import { sharedEnvironment } from './compile-expression.js';
import { WHOLE } from './compile-rule.js';
import { childrenOf, isNode } from './expression-nodes.js';

/** A place in the event that a rule asks for. */
export interface FieldRead {
  readonly pointer: string;
  /** Where in the expression, counted from 0. */
  readonly at: number;
  /** A bare name that means something in the language: `type`, `int`. The event's is `this.type`. */
  readonly isWordOfCel: boolean;
}

/** What loops bind, and where in the event it lies; `undefined` where nobody can tell. */
type Bound = ReadonlyMap<string, string | undefined>;

const BINDS = new Set(['all', 'exists', 'exists_one', 'map', 'filter', 'bind']);

/** The places in the event that an expression reads, as far as they can be told from its text. */
export const fieldsRead = (expression: ASTNode): readonly FieldRead[] => [
  ...reads(expression, new Map()),
];

function* reads(node: ASTNode, bound: Bound): Generator<FieldRead> {
  const pointer = placeOf(node, bound);
  if (pointer !== undefined && pointer !== '')
    yield { pointer, at: node.start, isWordOfCel: isWordOfCel(node, bound) };
  if (node.op === '.') {
    yield* reads(node.args[0], bound);
    return;
  }
  if (node.op !== 'rcall') {
    for (const child of childrenOf(node)) yield* reads(child, bound);
    return;
  }
  const [name, list, args] = node.args;
  yield* reads(list, bound);
  const [variable, ...bodies] = args;
  if (!isNode(variable) || variable.op !== 'id' || !BINDS.has(name)) {
    for (const arg of args) yield* reads(arg, bound);
    return;
  }
  if (name === 'bind') {
    const [value, body] = bodies;
    invariant(value && body, 'a name is bound to a value in a body');
    yield* reads(value, bound);
    yield* reads(body, new Map([...bound, [variable.args, placeOf(value, bound)]]));
    return;
  }
  const place = placeOf(list, bound);
  const item = place === undefined ? undefined : `${place}/*`;
  for (const body of bodies) yield* reads(body, new Map([...bound, [variable.args, item]]));
}

/** The pointer of `a.b.c`, of `this.a`, of what a loop runs over. */
function placeOf(node: ASTNode, bound: Bound): string | undefined {
  if (node.op === '.') {
    const inside = placeOf(node.args[0], bound);
    return inside === undefined ? undefined : appendPointer(inside, node.args[1]);
  }
  if (node.op !== 'id') return undefined;
  const name = node.args;
  if (bound.has(name)) return bound.get(name);
  if (name === WHOLE) return '';
  return name === 'cel' ? undefined : appendPointer('', name);
}

const isWordOfCel = (node: ASTNode, bound: Bound): boolean =>
  node.op === 'id' && !bound.has(node.args) && sharedEnvironment().hasVariable(node.args);
