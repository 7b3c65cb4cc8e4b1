import { describe, expect, it } from '@jest/globals';
import { jsonSchema } from './json-schema.js';
import { JudgeByParts } from './judge-by-parts.js';

function read(schema: unknown) {
  const result = jsonSchema.read({ type: 'JSON', text: JSON.stringify(schema), references: [] });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
function judgeOf(schema: unknown, other?: JudgeByParts): JudgeByParts {
  const judge = JudgeByParts.of(read(schema), other);
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
    const second = judgeOf(order({ type: 'string' }), first);
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
    const second = judgeOf(tree({ type: 'integer' }), first);
    const event = { next: { next: { label: 'x' } } };
    expect([first.isValid(event), second.isValid(event)]).toEqual([true, false]);
    expect(judgeOf(tree({ type: 'string' }), first).isValid(event)).toBe(true);
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
    const second = judgeOf(list('integer'), first);
    expect([first, second].map((judge) => judge.isValid({ own: [1] }))).toEqual([false, true]);
    expect([first, second].map((judge) => judge.isValid({ plain: [1, 'a'] }))).toEqual([
      true,
      true,
    ]);
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
