import { Environment } from '@marcbachmann/cel-js';
import { limits } from '#kernel';
import { linearPattern } from '#schema';

type Numeric = number | bigint;

/** Common Expression Language as rules speak it; `docs/rules.md` tells it to people. */
export const ruleEnvironment = (): Environment => {
  const environment = new Environment({
    unlistedVariablesAreDyn: true,
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: limits.ruleNodes.value, maxDepth: 32 },
  });
  withMixedNumbers(environment);
  return environment
    .registerFunction('dyn.sum(): dyn', sum)
    .registerFunction('abs(dyn): dyn', (x: Numeric) => (x < 0 ? -x : x))
    .registerFunction(`string.${LINEAR_MATCHES}(string): bool`, matches);
};

/** Stands in for `matches`, whose patterns the library runs with an engine that can take for ever. */
export const LINEAR_MATCHES = 'matchesLinearly';

/** JSON has one kind of number, so people mix what CEL keeps apart. */
function withMixedNumbers(environment: Environment): void {
  for (const [operator, apply] of Object.entries(arithmetic))
    for (const signature of MIXES[operator === '%' ? '%' : 'any'])
      environment.registerOperator(
        `${signature.replace(' ', ` ${operator} `)}: double`,
        (a: Numeric, b: Numeric) => apply(Number(a), Number(b)),
      );
}

const MIXES = {
  any: ['double int', 'int double'],
  '%': ['double int', 'int double', 'double double'],
} as const;

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

function sum(list: unknown): Numeric {
  if (!Array.isArray(list)) throw new TypeError('sum() adds up a list');
  if (list.length > 0 && list.every((each) => typeof each === 'bigint'))
    return list.reduce((a, b) => a + b, 0n);
  return list.reduce((total: number, each: unknown) => {
    if (typeof each !== 'number' && typeof each !== 'bigint')
      throw new TypeError('sum() adds up numbers');
    return total + Number(each);
  }, 0);
}

/** Patterns of one rule are few; those an event brings itself are not kept. */
const patterns = new Map<string, ReturnType<typeof linearPattern>>();
const PATTERNS_MAX = 1_000;

function matches(text: string, pattern: string): boolean {
  let compiled = patterns.get(pattern);
  if (!compiled) {
    if (patterns.size >= PATTERNS_MAX) patterns.clear();
    compiled = linearPattern(pattern);
    patterns.set(pattern, compiled);
  }
  if (!compiled.ok)
    throw new TypeError(`The pattern cannot be matched in linear time: ${compiled.error}`);
  return compiled.value.test(text);
}
