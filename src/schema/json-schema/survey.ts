import { invariant, limits } from '#kernel';
import { type FoundFault } from '../found-fault.js';
import { isJsonObject, type Json, type JsonObject } from '../json.js';
import { appendPointer } from '../json-pointer.js';
import { type Documents, dynamicTarget, type Place, type Resource } from './documents.js';
import { faultsOfStrays } from './faults-of-strays.js';
import { subschemasOf } from './keywords.js';
import { linearPattern } from './patterns.js';

/** A reference as it stands in a schema. */
export interface Reference {
  readonly keyword: '$ref' | '$dynamicRef' | '$recursiveRef';
  readonly text: string;
}

/** The references of one schema object, by what its draft calls a reference. */
export function* referencesOf({ schema, document }: Place): Generator<Reference> {
  if (!isJsonObject(schema)) return;
  const { number } = document.draft;
  if (typeof schema.$ref === 'string') yield { keyword: '$ref', text: schema.$ref };
  if (number >= 2020 && typeof schema.$dynamicRef === 'string')
    yield { keyword: '$dynamicRef', text: schema.$dynamicRef };
  if (number === 2019 && schema.$recursiveRef === '#')
    yield { keyword: '$recursiveRef', text: '#' };
}

/** Places directly inside, without what a draft ≤ 7 ignores beside a `$ref`. */
export function* placesInside(
  place: Place,
  documents: Documents,
): Generator<{ keyword: string; place: Place }> {
  const { schema, document } = place;
  invariant(isJsonObject(schema), 'only an object has schemas inside');
  const isOnlyRef = document.draft.ignoresRefSiblings && typeof schema.$ref === 'string';
  for (const { keyword, steps, schema: inner } of subschemasOf(schema, document.draft)) {
    if (isOnlyRef && keyword.isAssertion) continue;
    yield { keyword: keyword.name, place: documents.inside(place, steps, inner) };
  }
}

/** Keywords that look at the same value again instead of at a part of it. */
const SAME_VALUE = new Set([
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
  'dependentSchemas',
  'dependencies',
]);

/** A pattern as it stands in a schema. */
interface FoundPattern {
  readonly pattern: string;
  readonly place: Place;
  readonly steps: readonly string[];
}

/** Every schema the first one reaches, each once; what it never reaches judges nothing. */
class Survey {
  readonly faults: FoundFault[] = [];
  readonly #patterns: FoundPattern[] = [];
  readonly #strays = new Set<Place>();
  readonly #entered = new Set<Resource>();
  /** Texts of references that lead to whatever has their name in what was entered first. */
  readonly #dynamic = new Set<string>();
  readonly #counts = new Map<string, { refs: number; patterns: number }>();
  /** From each schema to those that judge the same value: a way round has no end. */
  readonly #sameValue = new Map<Json, Place[]>();

  constructor(readonly documents: Documents) {}

  run(): readonly FoundFault[] {
    const pending: Place[] = [this.documents.root];
    const seen = new Set<Json>();
    for (let place = pending.pop(); place; place = pending.pop()) {
      if (!isJsonObject(place.schema) || seen.has(place.schema)) continue;
      seen.add(place.schema);
      pending.push(...this.#visit(place, place.schema), ...this.#enter(place.resource));
    }
    if (this.faults.length === 0) this.faults.push(...faultsOfStrays(this.#strays));
    // Nothing is compiled of a schema that holds too many of them.
    if (this.faults.length === 0) for (const each of this.#patterns) this.#checkPattern(each);
    if (this.faults.length === 0) this.#findCycle();
    return this.faults;
  }

  #visit(place: Place, schema: JsonObject): readonly Place[] {
    this.#checkSizes(place, schema);
    for (const each of patternsOf(schema)) this.#countPattern({ ...each, place });
    const next: Place[] = [];
    const sameValue: Place[] = [];
    for (const reference of referencesOf(place)) {
      const target = this.#follow(reference, place);
      if (!target) continue;
      next.push(target);
      // A dynamic reference may lead elsewhere than it seems here, so it proves no cycle.
      if (reference.keyword === '$ref') sameValue.push(target);
      else next.push(...this.#meet(reference.text));
    }
    for (const { keyword, place: inside } of placesInside(place, this.documents)) {
      next.push(inside);
      if (SAME_VALUE.has(keyword)) sameValue.push(inside);
    }
    this.#sameValue.set(schema, sameValue);
    return next;
  }

  #enter(resource: Resource): readonly Place[] {
    if (this.#entered.has(resource)) return [];
    this.#entered.add(resource);
    return [...this.#dynamic].flatMap((text) => dynamicTarget(text, resource) ?? []);
  }

  #meet(text: string): readonly Place[] {
    if (this.#dynamic.has(text)) return [];
    this.#dynamic.add(text);
    return [...this.#entered].flatMap((resource) => dynamicTarget(text, resource) ?? []);
  }

  #follow({ keyword, text }: Reference, place: Place): Place | undefined {
    const counts = this.#countsOf(place);
    if (++counts.refs === limits.schemaRefs.value + 1)
      this.#fault(
        'SCHEMA_TOO_MANY_REFS',
        place,
        `It holds more than ${limits.schemaRefs.value} references. Split it.`,
      );
    const target = this.documents.resolve(text, place);
    if (!target)
      this.#fault(
        'REF_NOT_REGISTERED',
        place,
        `The ${keyword} "${shorten(text)}" leads to nothing in this schema and to no registered reference. ` +
          'References are never fetched: register the other schema and name it in "references".',
        [keyword],
      );
    else if (this.documents.isStray(target)) this.#strays.add(target);
    return target;
  }

  #checkSizes(place: Place, schema: JsonObject): void {
    for (const keyword of ['anyOf', 'oneOf', 'allOf'] as const) {
      const branches = schema[keyword];
      if (Array.isArray(branches) && branches.length > limits.schemaBranches.value)
        this.#fault(
          'SCHEMA_TOO_MANY_BRANCHES',
          place,
          `This ${keyword} has ${branches.length} branches, more than ${limits.schemaBranches.value}. Group them.`,
          [keyword],
        );
    }
    if (Array.isArray(schema.enum) && schema.enum.length > limits.enumValues.value)
      this.#fault(
        'SCHEMA_ENUM_TOO_LONG',
        place,
        `This enum has ${schema.enum.length} values, more than ${limits.enumValues.value}. Use a pattern or a look-up.`,
        ['enum'],
      );
  }

  #countPattern(found: FoundPattern): void {
    this.#patterns.push(found);
    if (++this.#countsOf(found.place).patterns === limits.schemaPatterns.value + 1)
      this.#fault(
        'SCHEMA_TOO_MANY_PATTERNS',
        found.place,
        `It holds more than ${limits.schemaPatterns.value} patterns. Split it.`,
      );
  }

  #checkPattern({ pattern, place, steps }: FoundPattern): void {
    if (pattern.length > limits.patternCharacters.value) {
      const message = `This pattern has ${pattern.length} characters, more than ${limits.patternCharacters.value}. Shorten it.`;
      return this.#fault('PATTERN_TOO_LONG', place, message, steps);
    }
    const linear = linearPattern(pattern);
    if (linear.ok) return;
    const message =
      `The pattern "${shorten(pattern)}" cannot be matched in linear time because of ${linear.error}. ` +
      'Rewrite it without look-around, back-references and large repetitions.';
    this.#fault('PATTERN_UNSUPPORTED', place, message, steps);
  }

  #countsOf(place: Place): { refs: number; patterns: number } {
    const counts = this.#counts.get(place.document.name) ?? { refs: 0, patterns: 0 };
    this.#counts.set(place.document.name, counts);
    return counts;
  }

  #fault(code: string, place: Place, message: string, steps: readonly string[] = []): void {
    this.faults.push({
      code,
      document: place.document.name,
      pointer: appendPointer(place.pointer, ...steps),
      message,
    });
  }

  /** Depth-first with an explicit stack: done schemas lead nowhere new, open ones close a circle. */
  #findCycle(): void {
    const state = new Map<Json, 'open' | 'done'>();
    for (const start of this.#sameValue.keys()) {
      const stack: { schema: Json; next: Iterator<Place> }[] = [];
      const enter = (schema: Json): void => {
        if (state.has(schema)) return;
        state.set(schema, 'open');
        stack.push({ schema, next: (this.#sameValue.get(schema) ?? []).values() });
      };
      enter(start);
      for (let top = stack.at(-1); top; top = stack.at(-1)) {
        const step = top.next.next();
        if (step.done) {
          state.set(top.schema, 'done');
          stack.pop();
        } else if (state.get(step.value.schema) === 'open') {
          return this.#fault(
            'REF_CYCLE',
            step.value,
            'Following the references from here leads back here without looking at any part of the event. ' +
              'Let the circle pass through a property or an item.',
          );
        } else enter(step.value.schema);
      }
    }
  }
}

function* patternsOf(schema: JsonObject): Generator<Omit<FoundPattern, 'place'>> {
  if (typeof schema.pattern === 'string') yield { pattern: schema.pattern, steps: ['pattern'] };
  if (!isJsonObject(schema.patternProperties)) return;
  for (const pattern of Object.keys(schema.patternProperties))
    yield { pattern, steps: ['patternProperties', pattern] };
}

const shorten = (text: string): string => (text.length > 120 ? `${text.slice(0, 120)}…` : text);

/** Faults of everything a schema can reach: limits, patterns, references, circles. */
export const survey = (documents: Documents): readonly FoundFault[] => new Survey(documents).run();
