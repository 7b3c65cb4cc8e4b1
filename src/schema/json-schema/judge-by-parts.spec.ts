import { describe, expect, it } from '@jest/globals';
import { jsonSchema } from './json-schema.js';
import { JudgeByParts } from './judge-by-parts.js';

function read(schema: unknown) {
  const result = jsonSchema.read({ type: 'JSON', text: JSON.stringify(schema), references: [] });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
function judgeOf(schema: unknown): JudgeByParts {
  const judge = JudgeByParts.of(read(schema));
  if (!judge) throw new Error('judged as a whole');
  return judge;
}

const order = (quantity: object, note: object = { type: 'string' }) => ({
  type: 'object',
  properties: {
    lines: { type: 'array', items: { $ref: '#/definitions/line' } },
    note: { $ref: '#/definitions/note' },
  },
  definitions: {
    line: {
      type: 'object',
      required: ['sku'],
      properties: { quantity: { $ref: '#/definitions/quantity' } },
    },
    quantity,
    note,
  },
});

describe('a schema judged part by part', () => {
  it('says the same as the whole, with the same reasons', () => {
    const schema = order({ type: 'integer', minimum: 1 });
    const whole = jsonSchema.compile(read(schema));
    const judge = judgeOf(schema);
    for (const event of [
      {},
      { lines: [] },
      { lines: [{ sku: 'a', quantity: 1 }], note: 'x' },
      { lines: [{ quantity: 0 }], note: 7 },
      { lines: [{ sku: 'a', quantity: 1.5 }] },
      [],
    ]) {
      expect([event, judge.isValid(event)]).toEqual([event, whole.isValid(event)]);
      expect([event, judge.violations(event)]).toEqual([event, whole.explain(event)]);
    }
  });

  it('shares with another version what says the same there, and only that', () => {
    const first = judgeOf(order({ type: 'integer' }));
    const second = judgeOf(order({ type: 'string' }));
    const event = { lines: [{ sku: 'a', quantity: 1 }], note: 'x' };
    expect([first.isValid(event), second.isValid(event)]).toEqual([true, false]);
    expect(second.violations(event)).toMatchObject([
      { pointer: '/lines/0/quantity', schemaPointer: '/definitions/quantity/type' },
    ]);
    // The shared definition refuses by the second version's own account.
    expect(second.violations({ note: 5 })).toMatchObject([
      { pointer: '/note', schemaPointer: '/definitions/note/type' },
    ]);
  });

  it('recursion and references that reach a changed definition are their own', () => {
    const tree = (label: object) => ({
      $ref: '#/definitions/node',
      definitions: {
        node: {
          properties: {
            label: { $ref: '#/definitions/label' },
            next: { $ref: '#/definitions/node' },
          },
        },
        label,
      },
    });
    const first = judgeOf(tree({ type: 'string' }));
    const second = judgeOf(tree({ type: 'integer' }));
    const event = { next: { next: { label: 'x' } } };
    expect([first.isValid(event), second.isValid(event)]).toEqual([true, false]);
    expect(judgeOf(tree({ type: 'string' })).isValid(event)).toBe(true);
  });

  it('copies for several dynamic scopes are judged apart', () => {
    const list = (type: string) => ({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      allOf: [{ $ref: 'strings' }, { properties: { plain: { $ref: 'list' } } }],
      $defs: {
        strings: {
          $id: 'strings',
          properties: { own: { $ref: 'list' } },
          $defs: { item: { $dynamicAnchor: 'item', type } },
        },
        list: {
          $id: 'list',
          type: 'array',
          items: { $dynamicRef: '#item' },
          $defs: { item: { $dynamicAnchor: 'item' } },
        },
      },
    });
    const first = judgeOf(list('string'));
    const second = judgeOf(list('integer'));
    expect([first, second].map((judge) => judge.isValid({ own: [1] }))).toEqual([false, true]);
    expect([first, second].map((judge) => judge.isValid({ plain: [1, 'a'] }))).toEqual([
      true,
      true,
    ]);
  });

  it('definitions in a circle are their own where one of them differs', () => {
    const pair = (type: string) => ({
      $ref: '#/definitions/left',
      definitions: {
        left: { properties: { right: { $ref: '#/definitions/right' } } },
        right: { properties: { left: { $ref: '#/definitions/left' }, value: { type } } },
      },
    });
    const [first, second] = [judgeOf(pair('string')), judgeOf(pair('integer'))];
    const event = { right: { left: { right: { value: 'x' } } } };
    expect([first.isValid(event), second.isValid(event)]).toEqual([true, false]);
  });

  it('a value that looks like a reference is a value', () => {
    const held = (type: string, $ref: string) => ({
      properties: { a: { const: { $ref } }, b: { $ref: '#/definitions/b' } },
      definitions: { b: { type } },
    });
    const texts = ['#/$defs/s1', '#/definitions/b', 'in #/properties/a'];
    for (const text of texts) {
      const judge = judgeOf(held('string', text));
      expect(texts.map((each) => judge.isValid({ a: { $ref: each }, b: 'x' }))).toEqual(
        texts.map((each) => each === text),
      );
    }
  });

  it('objects described inside are shared, and a reason is at its place in this schema', () => {
    const nested = (name: string) => ({
      required: [name],
      properties: { inner: { properties: { number: { type: 'integer' } } } },
    });
    const [first, second] = [judgeOf(nested('a')), judgeOf(nested('b'))];
    expect(first.violations({ a: 1, inner: { number: 'x' } })).toMatchObject([
      { pointer: '/inner/number', schemaPointer: '/properties/inner/properties/number/type' },
    ]);
    expect(second.violations({ a: 1, inner: { number: 'x' } })).toMatchObject([
      { schemaPointer: '/required' },
      { pointer: '/inner/number', schemaPointer: '/properties/inner/properties/number/type' },
    ]);
  });

  it('more schemas than are remembered are judged rightly, those before included', () => {
    const wide = (value: number) => ({
      properties: { kind: { const: value }, note: { enum: ['x'.repeat(9_000)] } },
    });
    const judges = Array.from({ length: 250 }, (_, index) => judgeOf(wide(index)));
    for (const [index, judge] of judges.entries())
      expect([judge.isValid({ kind: index }), judge.isValid({ kind: -1 })]).toEqual([true, false]);
    expect(judgeOf(wide(0)).isValid({ kind: 0 })).toBe(true);
  });

  it('is no way to judge what must be judged as a whole', () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      anyOf: [{ properties: { a: true } }, { properties: { b: true } }],
      unevaluatedProperties: false,
    };
    expect(JudgeByParts.of(read(schema))).toBeUndefined();
  });
});

describe('parts that say the same, written elsewhere or in other words', () => {
  const draft2020 = 'https://json-schema.org/draft/2020-12/schema';
  it.each<[string, unknown, unknown, unknown]>([
    [
      'a list of items of two drafts',
      { items: [{ type: 'string' }] },
      { $schema: draft2020, prefixItems: [{ type: 'string' }] },
      [1],
    ],
    [
      'a reference to `false` here and there',
      { properties: { a: { $ref: '#/definitions/x' } }, definitions: { x: false } },
      { properties: { a: { $ref: '#/definitions/y' } }, definitions: { y: false } },
      { a: 1 },
    ],
    [
      'an empty enum and `false`',
      { $schema: draft2020, properties: { a: { enum: [] } } },
      { $schema: draft2020, properties: { a: false } },
      { a: 1 },
    ],
  ])('are told each as it was written: %s', (_, one, other, event) => {
    for (const schema of [one, other]) {
      const reasons = jsonSchema.compile(read(schema)).explain(event);
      expect(reasons).toHaveLength(1);
      expect(judgeOf(schema).violations(event)).toEqual(reasons);
    }
  });

  it('are no part of each other where one text describes a place twice', () => {
    const inner = { properties: { c: { properties: { d: { type: 'string' } } } } };
    const schema = {
      properties: { a: { properties: { b: inner } }, e: { $ref: '#/properties/a/properties/b' } },
    };
    const event = { a: { b: { c: { d: 1 } } }, e: { c: { d: 2 } } };
    expect(judgeOf(schema).violations(event)).toEqual(
      jsonSchema.compile(read(schema)).explain(event),
    );
  });

  it('are none where the references would copy the schema beyond measure', () => {
    const wide = Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`p${i}`, true]));
    const chain = (levels: number): object =>
      levels === 0 ? { properties: wide } : { not: chain(levels - 1) };
    const ways = (name: string) =>
      Array.from({ length: 57 }, (_, i) => ({ $ref: `#/definitions/${name}${'/not'.repeat(i)}` }));
    const schema = {
      definitions: { deep: chain(60), next: chain(60) },
      anyOf: [...ways('deep'), ...ways('next')],
    };
    expect(JudgeByParts.of(read(schema))).toBeUndefined();
  });
});
