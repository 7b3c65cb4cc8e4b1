import { type Schema } from './judge-code.js';

/** Words that hold one schema, a list of schemas, or schemas by name; all others hold what they say. */
const ONE = new Set([
  ...['additionalProperties', 'propertyNames', 'unevaluatedProperties', 'not', 'if', 'then'],
  ...['else', 'items', 'contains', 'unevaluatedItems'],
]);
const LISTS = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const MAPS = new Set(['properties', 'patternProperties', 'dependentSchemas']);

/**
 * Numbers schemas so that those which say the same in the same order have one number: what is written
 * for one of them does for all. Large schemas say `{ "type": "string" }` hundreds of times, and each
 * function of its own would have to be run until it is worth making fast.
 */
export class SchemaNumbers {
  readonly #known = new Map<unknown, number>();
  readonly #bySaying = new Map<string, number>();

  of(schema: unknown): number {
    const known = this.#known.get(schema);
    if (known !== undefined) return known;
    const saying = this.#sayingOf(schema);
    const number = this.#bySaying.get(saying) ?? this.#bySaying.size;
    this.#known.set(schema, number);
    this.#bySaying.set(saying, number);
    return number;
  }

  /** Schemas inside of it by their numbers, so that each is looked at once. */
  #sayingOf(schema: unknown): string {
    if (typeof schema !== 'object' || schema === null) return String(schema);
    return Object.entries(schema)
      .map(([word, held]) => `${word} ${this.#heldIn(word, held)}`)
      .join('\n');
  }

  #heldIn(word: string, held: unknown): string {
    if (ONE.has(word)) return `${this.of(held)}`;
    if (LISTS.has(word)) return (held as readonly unknown[]).map((each) => this.of(each)).join();
    if (!MAPS.has(word)) return JSON.stringify(held);
    return Object.entries(held as Schema)
      .map(([name, each]) => `${JSON.stringify(name)}:${this.of(each)}`)
      .join();
  }
}
