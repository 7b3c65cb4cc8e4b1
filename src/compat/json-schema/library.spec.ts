import { describe, expect, it } from '@jest/globals';
import { toText } from './json.js';
import { Library, type NamedJson, toJson } from './library.js';

const library = (schema: unknown, references: Readonly<Record<string, unknown>> = {}) =>
  new Library(
    toJson(schema),
    Object.entries(references).map(([name, json]): NamedJson => ({ name, json: toJson(json) })),
  );

/** What a reference in the outermost schema leads to. */
const target = (reference: string, ...documents: Parameters<typeof library>) => {
  const made = library(...documents);
  return toText(made.resolve(reference, made.root).schema);
};

describe('a library of schemas', () => {
  it('finds what a name stands for that is no address', () => {
    expect(target('http://[a', {}, { 'http://[a': { type: 'null' } })).toBe('{"type":"null"}');
  });

  it.each([
    '#/definitions/none',
    '#/definitions/list/none',
    '#/definitions/list/01',
    '#/definitions/%zz',
    '#none',
    'other.json',
    'other.json#/a',
  ])('says that %s leads to nothing', (reference) => {
    const documents = { definitions: { list: [true] } };
    expect(() => target(reference, documents)).toThrow(
      `"${reference}" leads to no registered schema`,
    );
  });

  it('says the same from the address of a resource without an error', () => {
    const made = library({ $id: 'http://a.test/root', definitions: { a: { type: 'null' } } });
    const found = (address: string, reference: string) => made.resolveFrom(address, reference);
    expect(found('http://a.test/root', '#/definitions/a')?.pointer).toBe('/definitions/a');
    expect(found('http://a.test/root', '#/definitions/b')).toBeUndefined();
    expect(found('http://b.test/root', '#/definitions/a')).toBeUndefined();
  });

  it('passes over an address beside a reference up to draft-07, and not later', () => {
    const moved = { b: { $id: 'http://a.test/b', $ref: '#/definitions/c' }, c: { type: 'null' } };
    const at = (draft: string) => () =>
      target('http://a.test/b', { $schema: draft, definitions: moved, $defs: moved });
    expect(at('http://json-schema.org/draft-07/schema#')).toThrow('leads to no registered schema');
    expect(at('https://json-schema.org/draft/2019-09/schema')()).toContain('#/definitions/c');
  });

  it('gives an address that two schemas claim to the first of them', () => {
    const [first, second] = ['string', 'null'].map((type) => ({ $id: 'http://a.test/b', type }));
    expect(target('http://a.test/b', { definitions: { first, second } })).toContain('"string"');
  });

  it('guesses no dialect', () => {
    expect(() => library({}, { a: { $schema: 'http://a.test/own' } })).toThrow(
      'the dialect "http://a.test/own" is unknown',
    );
  });
});
