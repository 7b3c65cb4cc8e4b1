import { describe, expect, it } from '@jest/globals';
import { type ReferencedSource } from '../language.js';
import { jsonSchema } from './json-schema.js';

const draft2019 = 'https://json-schema.org/draft/2019-09/schema';
const draft2020 = 'https://json-schema.org/draft/2020-12/schema';
const read = (schema: unknown, references: readonly ReferencedSource[] = []) =>
  jsonSchema.read({ type: 'JSON', text: JSON.stringify(schema), references });
function validatorOf(schema: unknown, references?: readonly ReferencedSource[]) {
  const result = read(schema, references);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return jsonSchema.compile(result.value);
}
const refusals = (schema: unknown, event: unknown, references?: readonly ReferencedSource[]) =>
  validatorOf(schema, references)
    .explain(event)
    .map(({ pointer, schemaPointer }) => `${pointer} by ${schemaPointer}`);
const faultsOf = (schema: unknown, references?: readonly ReferencedSource[]) => {
  const result = read(schema, references);
  return result.ok
    ? []
    : result.error.map(({ code, document = '', pointer }) => `${code} ${document}#${pointer}`);
};
const named = (name: string, schema: object): ReferencedSource => ({
  name,
  text: JSON.stringify(schema),
});

describe('the address of a schema', () => {
  it('is the one around it where its `$id` is empty', () => {
    const schema = {
      $id: 'urn:orders',
      allOf: [{ $ref: 'urn:orders#/definitions/a' }],
      definitions: {
        a: { $id: '', definitions: { b: { type: 'string' } }, items: { $ref: '#/definitions/b' } },
      },
    };
    expect(refusals(schema, [1])).toEqual(['/0 by /definitions/a/definitions/b/type']);
  });

  it('is not changed by an `$id` that its draft ignores beside a `$ref`', () => {
    const schema = {
      $id: 'https://acme.com/a/',
      allOf: [{ $ref: 'https://acme.com/a/#/definitions/b' }],
      definitions: {
        b: { $id: 'https://acme.com/other/', $ref: 'c.json' },
        c: { $id: 'https://acme.com/a/c.json', type: 'string' },
      },
    };
    expect(refusals(schema, 1)).toEqual([' by /definitions/c/type']);
  });

  it('belongs to the first of two that claim it', () => {
    const claimed = { $id: 'https://acme.com/a.json' };
    const schema = {
      $ref: 'https://acme.com/a.json',
      definitions: { a: { ...claimed, type: 'string' }, b: { ...claimed, type: 'integer' } },
    };
    expect(refusals(schema, 1)).toEqual([' by /definitions/a/type']);
  });

  it('stays the one it was found at, whatever is found to have the same later', () => {
    const schema = {
      items: [
        {
          $id: 'https://acme.com/b/c.json',
          items: [{ $ref: '#/definitions/x' }],
          definitions: { x: { $ref: 'a.json#/definitions/y' } },
        },
        { $ref: '#/x-own' },
      ],
      'x-own': { $id: 'https://acme.com/b/a.json', type: 'boolean' },
    };
    const registered = named('a.json', { definitions: { y: { type: 'string' } } });
    expect(refusals(schema, [[1], 1], [registered])).toEqual([
      '/0/0 by a.json#/definitions/y/type',
      '/1 by /x-own/type',
    ]);
  });
});

describe('a name inside a schema', () => {
  it('is an `$id` of nothing but a fragment, until draft-07', () => {
    const schema = { $ref: '#amount', definitions: { a: { $id: '#amount', type: 'integer' } } };
    expect(refusals(schema, 'x')).toEqual([' by /definitions/a/type']);
  });

  it('is no pointer where a tilde escapes nothing', () => {
    expect(faultsOf({ $ref: '#/~2', '~2': {} })).toEqual(['REF_NOT_REGISTERED #/$ref']);
    expect(faultsOf({ $ref: '#%' })).toEqual(['REF_NOT_REGISTERED #/$ref']);
  });

  it('may lead to true and false', () => {
    const schema = {
      items: [{ $ref: '#/properties/a' }, { $ref: '#/properties/b' }],
      properties: { a: true, b: false },
    };
    expect(refusals(schema, [1])).toEqual([]);
    expect(refusals(schema, [1, 2])).toEqual(['/1 by /properties/b']);
  });
});

describe('a reference that leads to what was entered first', () => {
  const list = named('list.json', {
    $schema: draft2020,
    $id: 'list.json',
    items: { $dynamicRef: '#item' },
    $defs: { item: { $dynamicAnchor: 'item' } },
  });

  it('leads to the outermost schema with its anchor', () => {
    const schema = {
      $schema: draft2020,
      $ref: 'list.json',
      $defs: { item: { $dynamicAnchor: 'item', type: 'string' } },
    };
    expect(refusals(schema, [1], [list])).toEqual(['/0 by /$defs/item/type']);
    expect(refusals({ $schema: draft2020, $ref: 'list.json' }, [1], [list])).toEqual([]);
    const escaped = { ...list, text: list.text.replace('"#item"', '"#%69tem"') };
    expect(refusals(schema, [1], [escaped])).toEqual(['/0 by /$defs/item/type']);
  });

  it('leads to where it says where nothing around has the anchor, or it names no dynamic one', () => {
    const outside = { $schema: draft2020, items: { $dynamicRef: 'list.json#item' } };
    const strict = named('list.json', {
      $defs: { item: { $dynamicAnchor: 'item', type: 'null' } },
    });
    expect(refusals(outside, [1], [strict])).toEqual(['/0 by list.json#/$defs/item/type']);
    const plain = {
      $schema: draft2020,
      items: { $dynamicRef: '#a' },
      $defs: { a: { $anchor: 'a', type: 'null' } },
    };
    expect(refusals(plain, [1])).toEqual(['/0 by /$defs/a/type']);
  });

  const node = named('node.json', {
    $schema: draft2019,
    $recursiveAnchor: true,
    properties: { next: { $recursiveRef: '#' } },
  });

  it('leads to the outermost root that is recursive, in 2019-09', () => {
    const around = { $schema: draft2019, $ref: 'node.json', required: ['id'] };
    const event = { id: 1, next: {} };
    expect(refusals({ ...around, $recursiveAnchor: true }, event, [node])).toEqual([
      '/next/id by /required',
    ]);
    expect(refusals(around, event, [node])).toEqual([]);
    const own = {
      $schema: draft2019,
      required: ['id'],
      properties: { next: { $recursiveRef: '#' } },
    };
    expect(refusals(own, event)).toEqual(['/next/id by /required']);
  });

  it('is followed when a schema is read to wherever it may lead, and no further', () => {
    const middle = (item: object) =>
      named('middle.json', {
        $schema: draft2020,
        $defs: { a: { $ref: 'list.json' }, b: { $dynamicAnchor: 'item', ...item } },
      });
    const of = (item: object) =>
      faultsOf({ $schema: draft2020, $ref: 'middle.json#/$defs/a' }, [list, middle(item)]);
    expect(of({ type: 'string' })).toEqual([]);
    expect(of({ pattern: '(?=a)' })).toEqual(['PATTERN_UNSUPPORTED middle.json#/$defs/b/pattern']);
    expect(of({ $ref: 'c.json' })).toEqual(['REF_NOT_REGISTERED middle.json#/$defs/b/$ref']);
    const beside = { $schema: draft2020, $ref: 'list.json' };
    expect(faultsOf(beside, [list, middle({ $ref: 'c.json' })])).toEqual([]);
  });

  it('leads nowhere else for what is entered beside it and has no such anchor', () => {
    const beside = {
      $schema: draft2020,
      properties: { a: { $ref: 'plain.json' }, b: { items: { $dynamicRef: '#item' } } },
      $defs: { item: { $dynamicAnchor: 'item', type: 'string' } },
    };
    const plain = named('plain.json', { $schema: draft2020, type: 'integer' });
    expect(refusals(beside, { a: 'x', b: [1] }, [plain])).toEqual([
      '/a by plain.json#/type',
      '/b/0 by /$defs/item/type',
    ]);
  });

  it('is followed to a recursive root that is only entered further inside', () => {
    const middle = named('middle.json', {
      $schema: draft2019,
      $recursiveAnchor: true,
      pattern: '(?=a)',
      $defs: { a: { $ref: 'node.json' }, b: { items: { $recursiveRef: '#' } } },
    });
    const inside = { $schema: draft2019, $ref: 'middle.json#/$defs/a' };
    expect(faultsOf(inside, [node, middle])).toEqual(['PATTERN_UNSUPPORTED middle.json#/pattern']);
    const late = {
      $schema: draft2019,
      items: { $ref: 'middle.json#/$defs/b' },
      properties: { a: { $recursiveRef: '#' } },
    };
    expect(faultsOf(late, [node, middle])).toEqual(['PATTERN_UNSUPPORTED middle.json#/pattern']);
  });
});
