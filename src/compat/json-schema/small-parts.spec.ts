import { describe, expect, it } from '@jest/globals';
import { applyEdit } from './changes/apply-edit.js';
import { diffSchemas } from './changes/diff-schemas.js';
import { placeInWords } from './changes/places-in-words.js';
import { listInWords } from './changes/value-in-words.js';
import { Budget } from './budget.js';
import { defaultsApplied } from './defaults-applied.js';
import { Formulas } from './formulas.js';
import { type Json, keyOf, lengthOf, toText } from './json.js';
import { toJson } from './library.js';
import { Rational } from './rational.js';
import { shrink } from './shrink.js';
import { doubtIn, Undecidable } from './undecidable.js';
import { unlessUndecidable } from './unless-undecidable.js';

/** Exact values from plain ones. */
const exact = (value: unknown): Json => toJson(value);
const number = (text: string) => Rational.parse(text);

describe('exact numbers', () => {
  it('are read from decimals without rounding', () => {
    expect(number('0.1').plus(number('0.2')).equals(number('0.3'))).toBe(true);
    expect(number('12e-1').key).toBe('6/5');
    expect(number('-1.50').toDecimal()).toBe('-1.5');
    expect(number('1E3').toDecimal()).toBe('1000');
    expect(() => number('0x10')).toThrow('not a decimal');
    expect(() => number('1e999')).toThrow('exponent');
  });

  it('round down and up, below zero too', () => {
    expect([
      number('-0.5').floor(),
      number('-0.5').ceiling(),
      number('2').floor(),
      number('1.5').ceiling(),
    ]).toEqual([-1n, 0n, 2n, 2n]);
    expect(Rational.of(1n, -2n).key).toBe('-1/2');
    expect(number('1').minus(number('3')).key).toBe('-2');
  });

  it('are JavaScript numbers only where that is exact', () => {
    expect(number('9007199254740993').toNumber()).toBeUndefined();
    expect(number('0.1').toNumber()).toBe(0.1);
    expect(Rational.of(1n, 3n).toNumber()).toBeUndefined();
    expect(number('1e400').toNumber()).toBeUndefined();
    expect(toText(Rational.of(1n, 3n))).toBe('1/3');
  });
});

describe('values', () => {
  it('are equal as JSON Schema says', () => {
    expect(keyOf(exact({ b: 1, a: [1.0, null] }))).toBe(keyOf(exact({ a: [1, null], b: 1 })));
    expect(keyOf(exact('1'))).not.toBe(keyOf(exact(1)));
    expect(keyOf(exact(true))).not.toBe(keyOf(exact(1)));
  });

  it('have lengths in characters, halves of surrogate pairs counted singly', () => {
    expect([lengthOf('😀a'), lengthOf('\ud800'), lengthOf('\ud800a'), lengthOf('')]).toEqual([
      2, 1, 2, 0,
    ]);
  });

  it('shrink to the least that still breaks', () => {
    const value = exact({ a: [1, 2, 3], b: { c: 1, d: 2 }, e: 'x' });
    const smallest = shrink(
      value,
      asking((candidate) => toText(candidate).includes('2')),
    );
    expect(['{"a":[2]}', '{"b":{"d":2}}']).toContain(toText(smallest));
    expect(
      toText(
        shrink(
          exact(['x']),
          asking(() => false),
        ),
      ),
    ).toBe('["x"]');
    const long = exact(Array.from({ length: 200 }, (_, index) => index));
    expect(
      toText(
        shrink(
          long,
          asking(() => true),
        ),
      ).length,
    ).toBeLessThan(toText(long).length);
  });

  it('shrink inside the items that stay', () => {
    const smallest = shrink(
      exact([{ a: 1, b: 2 }]),
      asking((candidate) => toText(candidate).includes('"b":2')),
    );
    expect(toText(smallest)).toBe('[{"b":2}]');
  });

  it('shrink no further when looking has become dear', () => {
    let spent = 0;
    const dear = {
      stillBreaks: () => {
        spent += 200_000;
        return true;
      },
      spent: () => spent,
    };
    expect(toText(shrink(exact([1, 2, 3, 4, 5]), dear))).toBe('[1,2,3]');
  });
});

const asking = (stillBreaks: (smaller: Json) => boolean) => ({ stillBreaks, spent: () => 0 });

describe('edits', () => {
  const document = exact({ list: [1, 2], map: { a: true } });

  it('set and remove at a path, and share the rest', () => {
    expect(toText(applyEdit(document, { path: ['map', 'b'], value: 'x' }))).toContain('"b":"x"');
    expect(toText(applyEdit(document, { path: ['map', 'a'], value: undefined }))).toContain(
      '"map":{}',
    );
    expect(toText(applyEdit(document, { path: ['list', '0'], value: undefined }))).toContain(
      '"list":[2]',
    );
    expect(toText(applyEdit(document, { path: ['list', '1'], value: 'x' }))).toContain('[1,"x"]');
    expect(toText(applyEdit(exact([{ a: 1 }]), { path: ['0', 'a'], value: null }))).toBe(
      '[{"a":null}]',
    );
    expect(applyEdit(document, { path: [], value: false })).toBe(false);
    expect(applyEdit(document, { path: [], value: undefined })).toBe(true);
    expect(applyEdit('x', { path: ['a'], value: null })).toBe('x');
  });

  it('leave alone what is not there', () => {
    expect(toText(applyEdit(document, { path: ['none', 'a'], value: 1 as unknown as Json }))).toBe(
      toText(document),
    );
    expect(toText(applyEdit(exact([1]), { path: ['5', 'a'], value: null }))).toBe('[1]');
  });
});

describe('changes', () => {
  const changes = (old: unknown, changed: unknown) =>
    diffSchemas(exact(old), exact(changed)).map(({ ruleId, message }) => `${ruleId} ${message}`);

  it('are none between equal schemas', () => {
    expect(changes({ a: 1, type: 'string' }, { type: 'string', a: 1.0 })).toEqual([]);
  });

  it('name the place in the event', () => {
    expect(placeInWords(['properties', 'a/b', 'items', 'properties', 'c'])).toBe('/a~1b/*/c');
    expect(placeInWords(['definitions', 'user'])).toBe('the definition "user"');
    expect(placeInWords(['$defs', 'user', 'properties', 'id'])).toBe(
      '/id of the definition "user"',
    );
    expect(placeInWords(['oneOf', '1', 'properties', 'x'])).toBe('/x (in alternative 2)');
    expect(placeInWords(['not'])).toBe('the event (in "not")');
    expect(placeInWords([])).toBe('the event');
  });

  it('shorten long lists and values', () => {
    expect(listInWords(exact([1, 2, 3, 4, 5, 6, 7]) as readonly Json[])).toBe(
      '1, 2, 3, 4, 5 and 2 more',
    );
    expect(listInWords([exact('x'.repeat(100))])).toMatch(/…$/);
  });

  it.each([
    [{ $ref: '#/a' }, { type: 'null' }, 'JSON_REFERENCE_CHANGED'],
    [{ items: { type: 'null' } }, { items: [{ type: 'null' }] }, 'JSON_ITEMS_CHANGED'],
    [{ items: [true] }, { items: [false] }, 'JSON_ITEMS_CHANGED'],
    [{ items: [true, true] }, { items: [true, false] }, 'JSON_ITEMS_CHANGED'],
    [{ prefixItems: [true] }, { prefixItems: [true, false] }, 'JSON_ITEMS_CHANGED'],
    [
      { prefixItems: [{ type: 'null' }] },
      { prefixItems: [{ type: 'string' }] },
      'JSON_TYPE_CHANGED',
    ],
    [{ allOf: true }, { allOf: [true] }, 'JSON_SCHEMA_CHANGED'],
    [
      { definitions: { a: { type: 'null' } } },
      { definitions: { a: { type: 'string' }, b: {} } },
      'JSON_TYPE_CHANGED',
    ],
    [{ dependencies: { a: ['b'] } }, { dependencies: { a: ['c'] } }, 'JSON_DEPENDENCY_CHANGED'],
    [{ patternProperties: { a: true } }, {}, 'JSON_PATTERN_PROPERTY_CHANGED'],
    [
      { additionalProperties: { type: 'null' } },
      { additionalProperties: false },
      'JSON_UNDECLARED_CHANGED',
    ],
    [{ additionalProperties: {} }, { additionalProperties: false }, 'JSON_OBJECT_CLOSED'],
    [{ unevaluatedProperties: false }, {}, 'JSON_OBJECT_OPENED'],
    [{ 'x-note': 1 }, {}, 'JSON_DOCUMENTATION_CHANGED'],
    [true, {}, 'JSON_SCHEMA_CHANGED'],
  ])('%j to %j is one change', (old, changed, ruleId) => {
    expect(changes(old, changed)).toEqual([expect.stringContaining(ruleId)]);
  });

  it('pair equal branches wherever they stand', () => {
    const [a, b, c] = [{ type: 'null' }, { type: 'string' }, { type: 'object' }];
    expect(changes({ anyOf: [a, b] }, { anyOf: [b, a] })).toEqual([]);
    expect(changes({ anyOf: [a, b] }, { anyOf: [b, c, a] })).toEqual([
      expect.stringContaining('alternative 2'),
    ]);
    expect(changes({ allOf: [a, b] }, { allOf: [b] })).toEqual([expect.stringContaining('part 1')]);
  });
});

describe('formulas', () => {
  it('are no more than a budget of memory holds', () => {
    const formulas = new Formulas(new Budget());
    const many = () => {
      for (let index = 0; index <= 250_000; index++) formulas.recursion(`r${index}`);
    };
    expect(many).toThrow('more formulas than the budget allows');
  });

  it('are known again when they are negated twice', () => {
    const formulas = new Formulas(new Budget());
    const some = formulas.recursion('r');
    for (const formula of [formulas.true, formulas.false, some]) {
      expect(formulas.not(formula)).not.toBe(formula);
      expect(formulas.not(formulas.not(formula))).toBe(formula);
    }
  });
});

describe('a doubt', () => {
  const spent = (steps: number) => {
    const budget = new Budget();
    budget.refill(10);
    try {
      budget.spend(steps);
    } catch {
      // Spent on purpose.
    }
    return budget;
  };
  const doubt = new Undecidable('nobody knows');

  it('lets something else be tried as long as steps are left', () => {
    expect(spent(10).doubtIn(doubt)).toBe(doubt);
    expect(() => spent(11).doubtIn(doubt)).toThrow(doubt);
    expect(unlessUndecidable(() => 1)).toBe(1);
    const doubted = (): number => {
      throw doubt;
    };
    expect(unlessUndecidable(doubted)).toBeUndefined();
  });

  it('is no other error', () => {
    const bug = new TypeError('a bug');
    expect(() => doubtIn(bug)).toThrow(bug);
    expect(() => spent(0).doubtIn(bug)).toThrow(bug);
  });
});

describe('defaults applied', () => {
  const rewritten = (schema: unknown) => toText(defaultsApplied(exact(schema)));

  it('drop what a default can fill, but not under conditions', () => {
    const schema = { properties: { a: { default: 1 }, b: {} }, required: ['a', 'b', 'c'] };
    expect(rewritten(schema)).toContain('"required":["b","c"]');
    expect(rewritten({ not: schema })).toContain('"required":["a","b","c"]');
    expect(rewritten({ allOf: [schema] })).toContain('"required":["b","c"]');
  });

  it('leave alone what is not a list of names', () => {
    expect(rewritten({ properties: { required: { type: 'string' } } })).toContain(
      '"required":{"type":"string"}',
    );
    expect(rewritten({ required: [1], properties: {} })).toContain('"required":[1]');
  });
});
