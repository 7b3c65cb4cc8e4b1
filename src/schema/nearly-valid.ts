import { invariant } from '#kernel';
import { type Chance, seededChance } from './chance.js';
import { isJsonObject, type Json, type JsonObject } from './json.js';
import { appendPointer } from './json-pointer.js';
import type { Language, ReadSchema, Validator } from './language.js';
import type { Violation } from './violation.js';

/** An event with exactly one thing wrong, beside the valid one it was made of. */
export interface NearlyValid {
  readonly event: Json;
  readonly valid: Json;
  /** Where the one edit was made. */
  readonly pointer: string;
  readonly edit: Edit['name'];
  /** What the validator says of it, first of all its reasons. */
  readonly violation: Violation;
}

interface Edit {
  readonly name: 'left out' | 'added' | 'replaced';
  readonly pointer: string;
  readonly event: Json;
}

/** Valid events that are tried; some have nothing in them that could be wrong. */
const ATTEMPTS = 4;
const EDITS_MAX = 300;

/** Beyond most bounds, outside most enums, of every type: one of them is wrong nearly everywhere. */
const STRANGERS: readonly Json[] = [
  ...[null, true, -1, 0.5, 1e15, '', 'stranger', '\u{1F600}', 'x'.repeat(300), [], {}],
];
const STRANGE_NAME = 'strangeName';

/**
 * An event that is one edit away from a valid one and not valid, or `undefined` where a schema
 * refuses too little or takes nothing. The edit to a single reason is preferred.
 */
export function sampleNearlyValid(
  language: Pick<Language, 'sample' | 'compile'>,
  schema: ReadSchema,
  seed: number,
): NearlyValid | undefined {
  const chance = seededChance(seed);
  const validator = language.compile(schema);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const valid = language.sample(schema, seed + attempt) as Json | undefined;
    if (valid === undefined) continue;
    const edits = shuffled([...editsOf(valid)].slice(0, EDITS_MAX), chance);
    const found = firstWrong(edits, validator);
    if (found) return { ...found, valid };
  }
  return undefined;
}

/** The first with a single reason, or else the first of all. */
function firstWrong(
  edits: readonly Edit[],
  validator: Validator,
): Omit<NearlyValid, 'valid'> | undefined {
  let first: Omit<NearlyValid, 'valid'> | undefined;
  for (const { name, pointer, event } of edits) {
    if (validator.isValid(event)) continue;
    const violations = validator.explain(event);
    const [violation] = violations;
    invariant(violation, 'what is not valid has a reason');
    const found = { event, pointer, edit: name, violation };
    if (violations.length === 1) return found;
    first ??= found;
  }
  return first;
}

/** Every edit of a value, from the outside in; `whole` puts a part back where it was. */
function* editsOf(
  value: Json,
  pointer = '',
  whole: (part: Json) => Json = (part) => part,
): Generator<Edit> {
  for (const stranger of STRANGERS) yield { name: 'replaced', pointer, event: whole(stranger) };
  if (isList(value)) yield* editsOfItems(value, pointer, whole);
  else if (isJsonObject(value)) yield* editsOfMembers(value, pointer, whole);
}

function* editsOfItems(
  items: readonly Json[],
  pointer: string,
  whole: (part: Json) => Json,
): Generator<Edit> {
  for (const [index, item] of items.entries()) {
    const at = appendPointer(pointer, String(index));
    yield { name: 'left out', pointer: at, event: whole(items.toSpliced(index, 1)) };
    yield { name: 'added', pointer: at, event: whole(items.toSpliced(index, 0, item)) };
    yield* editsOf(item, at, (part) => whole(items.with(index, part)));
  }
}

function* editsOfMembers(
  members: JsonObject,
  pointer: string,
  whole: (part: Json) => Json,
): Generator<Edit> {
  const at = appendPointer(pointer, STRANGE_NAME);
  yield { name: 'added', pointer: at, event: whole({ ...members, [STRANGE_NAME]: 'stranger' }) };
  for (const [name, member] of Object.entries(members)) {
    const others = Object.entries(members).filter(([other]) => other !== name);
    const place = appendPointer(pointer, name);
    yield { name: 'left out', pointer: place, event: whole(Object.fromEntries(others)) };
    const put = (part: Json) =>
      Object.fromEntries(
        Object.entries(members).map(([other, was]) => [other, other === name ? part : was]),
      );
    yield* editsOf(member, place, (part) => whole(put(part)));
  }
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** In any order, but one kind of edit after the other: most of all edits replace something. */
function shuffled(edits: readonly Edit[], chance: Chance): readonly Edit[] {
  const ranks = {
    'left out': chance.below(90),
    added: chance.below(90),
    replaced: chance.below(90),
  };
  return edits
    .map((edit) => ({ edit, rank: ranks[edit.name] + chance.below(2 ** 20) / 2 ** 20 }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ edit }) => edit);
}
