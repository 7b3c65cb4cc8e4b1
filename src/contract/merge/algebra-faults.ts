import { invariant } from '#kernel';
import {
  appendPointer,
  isJsonObject,
  type Json,
  languageOf,
  nodesAt,
  pointerTokens,
  type ReadSchema,
  stepInto,
  valueAtPointer,
} from '#schema';
import type { Contract } from '../contract.js';
import type { ContractFault } from '../contract-fault.js';
import { compileJoin, type Join } from './compile-join.js';
import {
  ALL_OTHERS,
  CEL,
  isMergeOperator,
  type MergeOperator,
  mergeOperators,
} from './merge-operators.js';
import { mergeFields } from './merge-faults.js';
import { compareJson, isSame } from './total-order.js';

/** Samples drawn, and how many different values of a field are tried in threes. */
const SEEDS = 24;
const VALUES = 12;
/** Small values people forget, tried where the schema allows them. */
const USUAL: readonly Json[] = [
  ...[0, 1, 2, 3, -1, 0.5, '', 'a', 'b', 'ab', true, false, null],
  ...[[], ['a'], ['b', 'a'], [1], [2, 1], {}, { a: 1 }, { a: 2, b: 1 }],
];

/**
 * Whether what a contract declares is a merge at all: the same state stands in the end, in whatever
 * order the writes come and however often. Built-in operators are by construction; expressions are
 * tried on values the schema allows, and a refusal shows the values that tell them apart.
 *
 * @param schema one that compiles
 */
export function* algebraFaults(
  { semantics, schema: { type } }: Contract,
  schema: ReadSchema,
): Generator<ContractFault> {
  const language = languageOf(type);
  if (semantics.conflict?.policy !== 'merge' || !language) return;
  yield* unfit(semantics, schema);
  const declared = Object.entries(semantics.conflict.merge ?? {});
  if (!declared.some(([, operator]) => operator.startsWith(CEL))) return;
  const valid = language.compile(schema);
  const events = Array.from({ length: SEEDS }, (_, i) => language.sample(schema, i + 1) as Json);
  for (const [field, operator] of declared) {
    const join = operator.startsWith(CEL) ? compileJoin(operator.slice(CEL.length)) : undefined;
    if (!join?.ok) continue;
    const values = valuesOf(events, field, (event) => valid.isValid(event));
    const broken = values.length === 0 ? NO_VALUES : counterExample(join.value, values);
    if (broken === undefined) continue;
    yield {
      code: 'MERGE_NOT_LAWFUL',
      pointer: appendPointer('/semantics/conflict/merge', field),
      message: `"${operator}" merges ${field === ALL_OTHERS ? 'fields' : field} to different states: ${broken} Use an operator that gives the same in any order, and twice, such as ${Object.keys(mergeOperators).join(', ')}.`,
    };
  }
}

const NO_VALUES = 'no value of the field could be sampled, so nobody can tell.';

/** An operator on a field that never has what it joins. */
function* unfit(semantics: Contract['semantics'], schema: ReadSchema): Generator<ContractFault> {
  const tree = languageOf(schema.source.type)?.tree(schema);
  for (const { field, operator, pointer } of mergeFields(semantics)) {
    const row: MergeOperator | undefined = isMergeOperator(operator)
      ? mergeOperators[operator]
      : undefined;
    if (!tree || !row?.takes) continue;
    const { takes } = row;
    const types = (nodesAt(tree, field) ?? []).map(({ type }) => type);
    const [first] = types;
    if (first === undefined || types.some((type) => takes.some((one) => type.includes(one))))
      continue;
    yield {
      code: 'MERGE_OPERATOR_UNFIT',
      pointer,
      message: `"${operator}" joins values of type ${takes.join(' or ')}, and the schema says ${first} for ${field}. Use another operator.`,
    };
  }
}

/** Different values of a field, small ones first. */
function valuesOf(
  events: readonly Json[],
  field: string,
  isValid: (event: unknown) => boolean,
): readonly Json[] {
  const known = events.filter(isJsonObject);
  const places =
    field === ALL_OTHERS ? [...new Set(known.flatMap((each) => Object.keys(each)))] : [];
  const pointers = field === ALL_OTHERS ? places.map((each) => appendPointer('', each)) : [field];
  const usual = pointers.flatMap((pointer) =>
    USUAL.filter((value) => known.some((event) => isValid(replaced(event, pointer, value)))),
  );
  const sampled = pointers
    .flatMap((pointer) => known.map((event) => valueAtPointer(event, pointer) as Json | undefined))
    .filter((value) => value !== undefined);
  const different: Json[] = [];
  for (const value of [...usual, ...sampled])
    if (!different.some((each) => isSame(each, value))) different.push(value);
  return different.slice(0, VALUES);
}

function replaced(event: Json, pointer: string, value: Json): Json {
  const [first, ...rest] = pointerTokens(pointer);
  if (first === undefined) return value;
  const object = isJsonObject(event) ? event : {};
  const inside = (stepInto(object, first) ?? null) as Json;
  return { ...object, [first]: replaced(inside, appendPointer('', ...rest), value) };
}

/** The first values for which a law does not hold, in words. */
function counterExample(join: Join, values: readonly Json[]): string | undefined {
  for (const a of values) {
    const twice = outcome(join, a, a);
    if (!isEqual(twice, a)) return `${said(a)} merged with itself gives ${told(twice)}.`;
  }
  for (const a of values)
    for (const b of values) {
      const [one, other] = [outcome(join, a, b), outcome(join, b, a)];
      if (!agree(one, other))
        return `for a = ${said(a)} and b = ${said(b)} it gives ${told(one)}, and ${told(other)} the other way round.`;
    }
  for (const a of values)
    for (const b of values)
      for (const c of values) {
        const left = outcome(join, merged(join, a, b), c);
        const right = outcome(join, a, merged(join, b, c));
        if (!agree(left, right))
          return `for ${said(a)}, ${said(b)} and ${said(c)} it gives ${told(left)} when the first two are merged first, and ${told(right)} when the last two are.`;
      }
  return undefined;
}

/** A value, or why there is none; none of these texts is a value of an event. */
class Nothing {
  constructor(readonly why: string) {}
}
type Outcome = Json | Nothing;

function outcome(join: Join, a: Json, b: Json): Outcome {
  const made = join(a, b);
  return 'why' in made ? new Nothing(made.why) : made.value;
}

function merged(join: Join, a: Json, b: Json): Json {
  const made = outcome(join, a, b);
  invariant(!(made instanceof Nothing), 'threes are tried of values whose pairs were merged');
  return made;
}

const isEqual = (made: Outcome, value: Json): boolean =>
  !(made instanceof Nothing) && compareJson(made, value) === 0;
const agree = (a: Outcome, b: Outcome): boolean =>
  !(a instanceof Nothing) && !(b instanceof Nothing) && compareJson(a, b) === 0;
const told = (made: Outcome): string =>
  made instanceof Nothing ? `nothing (${made.why.replace(/\.$/, '')})` : said(made);

function said(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
