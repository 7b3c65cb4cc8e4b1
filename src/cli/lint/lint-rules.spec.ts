import { describe, expect, it } from '@jest/globals';
import { readContract } from '#contract';
import { languageOf, type SchemaNode } from '#schema';
import type { LintSubject } from './lint-rule.js';
import { lintRules } from './lint-rules.js';

function treeOf(schema: object): SchemaNode {
  const language = languageOf('JSON')!;
  const read = language.read({ type: 'JSON', text: JSON.stringify(schema), references: [] });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return language.tree(read.value);
}

interface Case {
  readonly contract?: Record<string, unknown>;
  readonly properties?: Record<string, unknown>;
  readonly schema?: object;
  readonly moduleOwner?: string;
}

function subjectOf({ contract, properties = {}, schema, moduleOwner }: Case): LintSubject {
  const text = {
    ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id: 'orders.order-placed' },
    ...{ owner: { team: 'orders' }, channel: { topic: 'orders' } },
    schema: { definition: schema ?? { type: 'object', properties } },
    ...contract,
  };
  const read = readContract(text);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return {
    contract: read.value,
    tree: treeOf(schema ?? { type: 'object', properties }),
    type: 'JSON',
    source: { type: 'JSON', text: JSON.stringify(text.schema.definition), references: [] },
    ...(moduleOwner === undefined ? {} : { moduleOwner }),
  };
}

const text = (more: object = {}) => ({ type: 'string', ...more });
const named = (...names: string[]) => Object.fromEntries(names.map((name) => [name, text()]));
const called = (id: string, kind = 'event') => ({ contract: { id, semantics: { kind } } });

/** For each rule, what it speaks up about (and how often), and what it leaves alone. */
const cases: Readonly<Record<string, { bad: readonly [Case, number][]; good: readonly Case[] }>> = {
  'contract-owner-contact': {
    bad: [[{}, 1]],
    good: [
      { contract: { owner: { team: 'orders', contact: '#orders' } } },
      { contract: { owner: { team: 'orders', oncall: 'p' } } },
    ],
  },
  'contract-owner-of-module': {
    bad: [[{ moduleOwner: 'team:billing' }, 1]],
    good: [{ moduleOwner: 'team:orders' }, { moduleOwner: 'orders' }, {}],
  },
  'contract-purpose': {
    bad: [[{}, 1]],
    good: [{ contract: { description: { purpose: 'It was placed.' } } }],
  },
  'event-name-past-tense': {
    bad: [
      [called('orders.place-order'), 1],
      [called('orders.order-placement.v2'), 1],
      [called('red'), 1],
    ],
    good: [
      called('orders.order-placed'),
      called('orders.OrderSent'),
      called('orders.order-shipped.v2'),
      called('orders.place-order', 'command'),
      {
        contract: {
          id: 'orders.order',
          semantics: { kind: 'state', entity: { type: 'order', key: '/id' } },
        },
        properties: named('id'),
      },
    ],
  },
  'pii-classification': {
    bad: [
      [{ properties: named('email', 'firstName', 'phone_numbers', 'note') }, 3],
      [{ properties: { customer: { type: 'object', properties: named('birthDate') } } }, 1],
    ],
    good: [
      { properties: named('orderId', 'pantry') },
      {
        properties: { customer: { type: 'object', properties: named('birthDate') } },
        contract: { fields: { '/customer': { classification: 'pii' } } },
      },
      { properties: { hasEmail: { type: 'boolean' } } },
    ],
  },
  'example-fits-schema': {
    bad: [
      [{ contract: { examples: [{ note: 1 }] }, properties: named('note') }, 1],
      [{ contract: { examples: [{ note: 'x' }, 7, null] }, schema: { type: 'object' } }, 2],
    ],
    good: [{ contract: { examples: [{ note: 'x' }] }, properties: named('note') }, {}],
  },
  'deprecation-sunset': {
    bad: [
      [
        { properties: named('a'), contract: { fields: { '/a': { deprecatedOn: '2026-01-01' } } } },
        1,
      ],
    ],
    good: [
      {
        properties: named('a'),
        contract: { fields: { '/a': { deprecatedOn: '2026-01-01', sunsetOn: '2027-01-01' } } },
      },
    ],
  },
  'event-description': {
    bad: [[{}, 1]],
    good: [{ schema: { type: 'object', description: 'It was placed.' } }],
  },
  'field-description': {
    bad: [
      [{ properties: { a: text(), b: text({ description: 'It.' }), c: { enum: ['x', 'y'] } } }, 1],
    ],
    good: [{ properties: { b: text({ description: 'It.' }) } }],
  },
  'enum-description': {
    bad: [[{ properties: { c: { enum: ['x', 'y'] } } }, 1]],
    good: [{ properties: { c: { enum: ['x', 'y'], description: 'It.' }, d: { const: 1 } } }],
  },
  'field-name-case': {
    bad: [
      [{ properties: named('orderId', 'customerId', 'placed_at', 'ID', 'ok') }, 2],
      [{ properties: named('order_id', 'placed_at', 'customerId') }, 1],
    ],
    good: [{ properties: named('orderId', 'customerId', 'ok') }, { properties: named('ok', 'id') }],
  },
  'unbounded-string': {
    bad: [
      [{ properties: { a: text(), b: text({ minLength: 2 }), c: text({ pattern: '^a+$' }) } }, 3],
      [{ properties: { a: { type: 'array', items: text() } } }, 1],
      [{ properties: { a: { type: ['string', 'null'] } } }, 1],
    ],
    good: [
      {
        properties: { a: text({ maxLength: 9 }), b: text({ format: 'uuid' }), c: { enum: ['x'] } },
      },
      { properties: { a: text({ pattern: '^[A-Z]{3}\\+$' }), n: { type: 'integer' } } },
    ],
  },
  'unbounded-array': {
    bad: [[{ properties: { a: { type: 'array', minItems: 1 } } }, 1]],
    good: [{ properties: { a: { type: 'array', maxItems: 9 } } }],
  },
};

describe('lint rules', () => {
  it('each has its cases here, and an id of its own', () => {
    expect(lintRules.map(({ id }) => id).sort()).toEqual(Object.keys(cases).sort());
  });

  describe.each(lintRules.map((rule) => ({ id: rule.id, rule })))('$id', ({ id, rule }) => {
    const { bad, good } = cases[id]!;
    it('speaks up where it should, with a place', () => {
      for (const [about, times] of bad) {
        const remarks = rule.remarks(subjectOf(about));
        expect({ about, times: remarks.length }).toEqual({ about, times });
        for (const { message } of remarks) expect(message).toMatch(/^["A-Z/a-z].*\.$/);
      }
    });

    it('leaves the rest alone', () => {
      for (const about of good)
        expect({ about, said: rule.remarks(subjectOf(about)) }).toEqual({ about, said: [] });
    });
  });

  it('what Avro has no word for, a rule of the contract bounds', () => {
    const rule = lintRules.find(({ id }) => id === 'unbounded-string')!;
    const subject = subjectOf({ properties: { note: text() } });
    const bounded = subjectOf({
      properties: { note: text() },
      contract: { rules: [{ name: 'short', cel: 'size(note) <= 200' }] },
    });
    expect(rule.remarks({ ...subject, type: 'AVRO' })).toHaveLength(1);
    expect(rule.remarks({ ...bounded, type: 'AVRO' })).toEqual([]);
    expect(rule.remarks(bounded)).toHaveLength(1);
    const { contract: _none, ...alone } = subject;
    expect(rule.remarks({ ...alone, type: 'PROTOBUF' })).toEqual([]);
  });
});
