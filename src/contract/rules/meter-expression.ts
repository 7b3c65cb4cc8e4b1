import type { ASTNode } from '@marcbachmann/cel-js';
import { invariant } from '#kernel';
import { LINEAR_MATCHES } from './rule-environment.js';
import { CHEAP, lengthOf, type StepMeter } from './step-meter.js';

/** What the interpreter calls on each node; it replaces it once by a faster one. */
type Evaluate = (evaluator: unknown, node: unknown, context: unknown) => unknown;
interface Evaluated {
  evaluate: Evaluate;
  readonly op: string;
  readonly args: unknown;
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** The meter of the event the expression is run on at the moment. */
type MeterOf = () => StepMeter | undefined;

/** Operations that look at whole values. */
const DEEP = new Set(['==', '!=', 'in']);
const CALLS = new Set(['call', 'rcall']);

/**
 * Makes every node of a checked expression pay for what it does. The library bounds what is parsed but
 * not what is run: two nested loops over an event of 50,000 values would hold the process for hours.
 */
export function meterExpression(root: ASTNode, meterOf: MeterOf): void {
  const node = Object.getPrototypeOf(root) as object;
  const seen = new Set<unknown>();
  const visit = (value: unknown, parent: Evaluated | undefined): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    const prototype: unknown = Object.getPrototypeOf(value);
    const isNode = prototype === node;
    if (!isNode && prototype !== Object.prototype && !Array.isArray(value)) return;
    seen.add(value);
    const here = isNode ? (value as Evaluated) : parent;
    for (const inner of Object.values(value)) visit(inner, here);
    if (!isNode) return;
    visit((value as Evaluated).meta, here);
    pay(value as Evaluated, { parent, meterOf });
  };
  visit(root, undefined);
}

/** The texts and lists a call was given so far: searching one in another costs their product. */
const searched = new WeakMap<Evaluated, number>();

function pay(
  node: Evaluated,
  { parent, meterOf }: { parent: Evaluated | undefined; meterOf: MeterOf },
): void {
  let inner: Evaluate = node.evaluate.bind<Evaluate>(node);
  const isCall = CALLS.has(node.op);
  const isOperandOf = (ops: ReadonlySet<string>): boolean => !!parent && ops.has(parent.op);
  const [isCompared, isArgument] = [isOperandOf(DEEP), isOperandOf(CALLS)];
  const paying: Evaluate = (evaluator, ast, context) => {
    const meter = meterOf();
    invariant(meter, 'an expression is run on an event, whose steps are counted');
    meter.spend(1);
    if (isCall) searched.delete(node);
    const value = inner(evaluator, ast, context);
    meter.spend(lengthOf(value) / CHEAP);
    if (isCompared) meter.spendOn(value);
    if (isArgument && parent) searchedFor(parent, lengthOf(value), meter);
    return value;
  };
  Object.defineProperty(node, 'evaluate', {
    get: () => paying,
    set: (faster: Evaluate) => (inner = faster.bind<Evaluate>(node)),
  });
}

function searchedFor(call: Evaluated, length: number, meter: StepMeter): void {
  if (length === 0) return;
  const before = searched.get(call);
  const perStep = isPatternMatch(call) ? PATTERN_STEP : CHEAP * CHEAP;
  if (before !== undefined) meter.spend((before * length) / perStep);
  searched.set(call, length);
}

/** Matching a pattern looks at each of its parts for each character. */
const PATTERN_STEP = 16;
const isPatternMatch = ({ args }: Evaluated): boolean =>
  Array.isArray(args) && args[0] === LINEAR_MATCHES;
