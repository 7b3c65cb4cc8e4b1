import { describe, expect, it } from '@jest/globals';
import { type ReferencedSource, type SchemaNode } from '../language.js';
import { nodesAt } from '../schema-paths.js';
import { jsonSchema } from './json-schema.js';

function treeOf(schema: unknown, references: readonly ReferencedSource[] = []): SchemaNode {
  const read = jsonSchema.read({ type: 'JSON', text: JSON.stringify(schema), references });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return jsonSchema.tree(read.value);
}
const outline = (node: SchemaNode, depth = 0): string =>
  [
    `${'  '.repeat(depth)}${node.name}${node.required ? '!' : ''} ${node.path} (${node.type}) ${node.constraints.join(' · ')}`.trimEnd(),
  ]
    .concat(node.children.map((child) => outline(child, depth + 1)))
    .join('\n');
const count = (node: SchemaNode): number =>
  node.children.reduce((sum, child) => sum + count(child), 1);

describe('the tree of a schema', () => {
  it('reads like the event', () => {
    const schema = {
      title: 'Order',
      type: 'object',
      required: ['id'],
      additionalProperties: false,
      properties: {
        id: { type: 'string', minLength: 1, pattern: '^o', description: 'Who it is.' },
        'a/b': {
          type: ['integer', 'null'],
          minimum: 0,
          exclusiveMaximum: 9,
          multipleOf: 3,
          deprecated: true,
        },
        lines: {
          type: 'array',
          minItems: 1,
          uniqueItems: true,
          items: { $ref: '#/definitions/line' },
        },
        status: { enum: ['new', 'paid'], default: 'new' },
        note: { anyOf: [{ type: 'null' }, { type: 'string', maxLength: 1, format: 'email' }] },
        pair: { items: [{ type: 'string' }, true], additionalItems: { type: 'number' } },
        either: {
          oneOf: [
            { title: 'Card', required: ['card'], properties: { card: { const: 1 } } },
            { type: 'array', maxItems: 2 },
          ],
        },
      },
      patternProperties: { '^x-': { type: 'boolean' } },
      definitions: {
        line: {
          type: 'object',
          minProperties: 1,
          maxProperties: 1,
          properties: { sku: {} },
          dependencies: { sku: ['qty'] },
          not: {},
        },
      },
    };
    expect(outline(treeOf(schema))).toBe(
      [
        'Order!  (object) no other properties',
        '  id! /id (string) at least 1 character · matches ^o',
        '  a/b /a~1b (integer or null) at least 0 · less than 9 · a multiple of 3',
        '  lines /lines (array of object) at least 1 item · no item twice',
        '    [items] /lines/* (object) at least 1 property · at most 1 property · with "sku" also "qty" · not of a described kind',
        '      sku /lines/*/sku (any)',
        '  status /status (string) one of "new", "paid" · default "new"',
        '  note /note (string or null) at most 1 character · format email',
        '  pair /pair (array)',
        '    [item 0] /pair/0 (string)',
        '    [item 1] /pair/1 (any)',
        '    [further items] /pair/* (number)',
        '  either /either (one of 2)',
        '    [exactly one of 2, option 1: Card] /either (object)',
        '      card! /either/card (integer) exactly 1',
        '    [exactly one of 2, option 2] /either (array) at most 2 items',
        '  [names matching ^x-] /* (boolean)',
      ].join('\n'),
    );
    const [id, ab, , status] = treeOf(schema).children;
    expect([id?.description, ab?.deprecated, status?.values]).toEqual([
      'Who it is.',
      true,
      ['new', 'paid'],
    ]);
  });

  it('merges allOf and references with what stands beside them', () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      allOf: [{ properties: { a: true }, required: ['a'] }],
      $ref: 'b.json',
      properties: { c: false },
    };
    expect(
      outline(
        treeOf(schema, [
          {
            name: 'b.json',
            text: '{"properties":{"b":{"type":"string"}},"unevaluatedProperties":{"type":"null"}}',
          },
        ]),
      ),
    ).toBe(
      [
        'event!  (object)',
        '  c /c (nothing)',
        '  b /b (string)',
        '  [other names] /* (null)',
        '  a! /a (any)',
      ].join('\n'),
    );
  });

  it('cuts recursion and says what is repeated', () => {
    const tree = treeOf({
      properties: {
        children: { type: 'array', items: { $ref: '#' } },
        next: { anyOf: [{ type: 'null' }, { $ref: '#' }] },
      },
    });
    expect(tree.children[0]?.children[0]).toMatchObject({
      name: '[items]',
      recursive: '#',
      children: [],
    });
    expect(tree.children[1]?.recursive).toBe('#');
  });

  it('tells a definition that is used again where it stands, and cut only inside itself', () => {
    const part = { $ref: '#/definitions/part' };
    const schema = {
      required: ['first'],
      properties: { first: part, second: part, parts: { type: 'array', items: part } },
      definitions: {
        part: {
          type: 'object',
          required: ['id'],
          properties: { id: { type: 'string' }, parts: { type: 'array', items: part } },
        },
      },
    };
    const inside = (path: string, depth: string) => [
      `${depth}id! ${path}/id (string)`,
      `${depth}parts ${path}/parts (array)`,
      `${depth}  [items] ${path}/parts/* (any)`,
    ];
    expect(outline(treeOf(schema)).split('\n')).toEqual([
      'event!  (object)',
      '  first! /first (object)',
      ...inside('/first', '    '),
      '  second /second (object)',
      ...inside('/second', '    '),
      '  parts /parts (array of object)',
      '    [items] /parts/* (object)',
      ...inside('/parts/*', '      '),
    ]);
    const [again] = nodesAt(treeOf(schema), '/second/parts/0') ?? [];
    expect(again?.recursive).toBe('#/definitions/part');
  });

  it('shows conditions, tuples of 2020-12 and other kinds of items', () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      if: { properties: { a: { const: 1 } } },
      then: { required: ['b'] },
      else: { required: ['c'] },
      properties: {
        t: { prefixItems: [{ type: 'string' }], items: false, unevaluatedItems: false },
        l: { items: true },
        m: { additionalProperties: { type: 'integer' } },
        n: { const: [1] },
        x: { const: 1.5 },
      },
      unevaluatedProperties: false,
      dependentRequired: { a: [] },
      propertyNames: { maxLength: 3 },
    };
    expect(outline(treeOf(schema))).toBe(
      [
        'event!  (object) property names follow a rule · no other properties',
        '  [under a condition]  (object)',
        '  [otherwise]  (object)',
        '  t /t (array) no further items',
        '    [item 0] /t/0 (string)',
        '  l /l (array)',
        '  m /m (object)',
        '    [other names] /m/* (integer)',
        '  n /n (array) exactly [1]',
        '  x /x (number) exactly 1.5',
      ].join('\n'),
    );
  });

  it('shows draft-04 flags, long lists shortened, and odd values', () => {
    const schema = {
      $schema: 'http://json-schema.org/draft-04/schema#',
      properties: {
        a: { minimum: 1, exclusiveMinimum: true, maximum: 2 },
        b: { enum: Array.from({ length: 15 }, (_, i) => i) },
        c: { enum: ['x'.repeat(200)] },
        d: { type: ['number', 'integer'] },
        e: { items: [{}], additionalItems: false, uniqueItems: false },
        f: { type: 'null' },
        g: { dependencies: { x: { minLength: 1 } } },
      },
    };
    const [a, b, c, d, e, f, g] = treeOf(schema).children;
    expect(a?.constraints).toEqual(['more than 1', 'at most 2']);
    expect(b?.constraints[0]).toBe('one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 3 more');
    expect(c?.constraints[0]).toHaveLength('one of '.length + 121);
    expect([d?.type, e?.constraints, f?.type, g?.constraints]).toEqual([
      'number',
      ['no further items'],
      'null',
      [],
    ]);
  });

  it('is bounded, and says that there is more', () => {
    const wide = Object.fromEntries(
      Array.from({ length: 90 }, (_, i) => [`p${i}`, { $ref: '#/definitions/b' }]),
    );
    const leaves = Object.fromEntries(
      Array.from({ length: 90 }, (_, i) => [`q${i}`, { type: 'array', items: { type: 'string' } }]),
    );
    const tree = treeOf({ properties: wide, definitions: { b: { properties: leaves } } });
    expect(count(tree)).toBeLessThan(3_200);
    expect(JSON.stringify(tree)).toContain('more is not shown');
    let deep: object = { type: 'string' };
    for (let i = 0; i < 28; i++) deep = { properties: { a: deep } };
    expect(count(treeOf(deep))).toBe(29);
  });

  it('is drawn for booleans too', () => {
    expect([treeOf(true).type, treeOf(false).type]).toEqual(['any', 'nothing']);
  });
});

describe('the nodes at a place', () => {
  const tree = treeOf({
    required: ['a'],
    properties: {
      a: { type: 'string' },
      open: {},
      l: { items: { properties: { x: { type: 'integer' } } } },
      self: { $ref: '#' },
    },
    oneOf: [{ properties: { o: { type: 'null' } } }, { properties: { p: true } }],
  });
  it('are those that describe it', () => {
    expect(nodesAt(tree, '/a')?.map(({ type }) => type)).toEqual(['string']);
    expect(nodesAt(tree, '/l/0/x')?.map(({ type }) => type)).toEqual(['integer']);
    expect(nodesAt(tree, '/o')?.map(({ type }) => type)).toEqual(['null']);
    expect(nodesAt(tree, '')).toHaveLength(3);
  });
  it('are none where the schema declares no such place', () => {
    expect(nodesAt(tree, '/b')).toEqual([]);
    expect(nodesAt(tree, '/l/0/y')).toEqual([]);
  });
  it('are unknown where the schema leaves it open', () => {
    expect(nodesAt(tree, '/open/x')).toBeUndefined();
    expect(nodesAt(tree, '/self/self/a')).toBeUndefined();
    expect(nodesAt(tree, 'no pointer')).toHaveLength(3);
  });
});

describe('the words of a draft', () => {
  const wordsOf = (schema: object) => treeOf(schema).constraints;
  it('say what they say there', () => {
    const flags = { maximum: 9, exclusiveMaximum: true, minimum: 1, exclusiveMinimum: false };
    expect(wordsOf({ $schema: 'http://json-schema.org/draft-04/schema#', ...flags })).toEqual([
      'at least 1',
      'less than 9',
    ]);
    expect(wordsOf({ exclusiveMaximum: 9, exclusiveMinimum: 1 })).toEqual([
      'more than 1',
      'less than 9',
    ]);
    const draft2020 = 'https://json-schema.org/draft/2020-12/schema';
    const open = { unevaluatedItems: { type: 'string' }, unevaluatedProperties: {} };
    expect(wordsOf({ $schema: draft2020, ...open })).toEqual([]);
    const closed = { unevaluatedItems: false, unevaluatedProperties: false };
    expect(wordsOf({ $schema: draft2020, ...closed })).toEqual([
      'no other properties',
      'no further items',
    ]);
  });

  it('say nothing in a draft that does not know them', () => {
    expect(wordsOf({ dependentRequired: 3, unevaluatedItems: false, minContains: 2 })).toEqual([]);
    const draft04 = { $schema: 'http://json-schema.org/draft-04/schema#', const: 5, default: 7 };
    expect(wordsOf(draft04)).toEqual(['default 7']);
  });
});

describe('one value described by several schemas', () => {
  it('is told once by each, however many ways lead to it', () => {
    const a = { $ref: '#/definitions/a' };
    const schema = { allOf: [a, a], definitions: { a: { minimum: 1, maximum: 2 } } };
    expect(outline(treeOf(schema))).toBe('event!  (any) at least 1 · at most 2');
  });

  it('reads as "or null" in a choice of exactly one, too', () => {
    const schema = { oneOf: [{ type: 'null' }, { type: 'string' }] };
    expect(outline(treeOf(schema))).toBe('event!  (string or null)');
  });
});
