import { describe, expect, it } from '@jest/globals';
import { languageOf } from '#schema';
import { readContract } from '../read-contract.js';
import { algebraFaults } from './algebra-faults.js';

const schema = {
  type: 'object',
  required: ['id'],
  properties: {
    id: { type: 'string' },
    version: { type: 'integer' },
    total: { type: 'integer', minimum: 0 },
    tags: { type: 'array', items: { type: 'string' } },
  },
};
const document = (merge: object, semantics: object = {}, more: object = {}) => ({
  ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id: 'a', owner: { team: 'a' } },
  channel: { topic: 'a' },
  schema: { definition: schema },
  semantics: {
    entity: { type: 'order', key: '/id', version: '/version' },
    conflict: { policy: 'merge', merge },
    ...semantics,
  },
  ...more,
});

function faultsOf(merge: object, semantics?: object, more?: object): readonly string[] {
  const read = readContract(document(merge, semantics, more));
  if (!read.ok) return read.error.map(({ code, message }) => `${code} ${message}`);
  const language = languageOf('JSON');
  const source = { type: 'JSON', text: JSON.stringify(schema), references: [] } as const;
  const known = language?.read(source);
  if (!known?.ok) throw new Error('The schema of this test is none.');
  return [...algebraFaults(read.value, known.value)].map(
    ({ code, message }) => `${code} ${message}`,
  );
}

describe('what is declared as a merge', () => {
  it.each([
    ['total - or the other way round', { '/total': 'cel: a - b' }, /merged with itself gives 0\./],
    ['which one came last', { '/total': 'cel: b' }, /a = 0 and b = 1 it gives 1, and 0 the other/],
    ['a sum', { '/total': 'cel: a + b' }, /1 merged with itself gives 2\./],
    [
      'a mean',
      { '/total': 'cel: (a + b) / 2' },
      /for 0, 0 and 1 it gives 0\.5 when the first two are merged first/,
    ],
    ['a comparison', { '/total': 'cel: a > b' }, /merged with itself gives false/],
    ['a word that is nowhere', { '/total': 'cel: a + c' }, /gives nothing \(Unknown variable: c\)/],
    ['all others by order', { '*': 'cel: b' }, /merges fields to different states/],
  ])('and is %s is refused with a counter-example [covers 26]', (_what, merge, counter) => {
    expect(faultsOf(merge)).toEqual([expect.stringMatching(counter)]);
    expect(faultsOf(merge)[0]).toMatch(/^MERGE_NOT_LAWFUL /);
  });

  it('and is one is taken', () => {
    expect(faultsOf({ '/total': 'cel: a > b ? a : b', '/tags': 'union' })).toEqual([]);
    expect(faultsOf({ '/total': 'min', '*': 'first-writer-wins' })).toEqual([]);
    expect(faultsOf({})).toEqual([]);
  });

  it.each<{ code: string; merge?: object; semantics?: object; more?: object }>([
    { code: 'MERGE_OPERATOR_UNFIT', merge: { '/total': 'union' } },
    { code: 'MERGE_INVALID', merge: { '/total': 'cel: a >' } },
    { code: 'MERGE_FIELDS_OVERLAP', merge: { '/total': 'max', '/total/net': 'max' } },
    {
      code: 'MERGE_CONTRADICTED',
      semantics: { transitions: { field: '/id', graph: { a: ['b'] } } },
    },
    {
      code: 'MERGE_CONTRADICTED',
      semantics: { entity: { type: 'order', key: '/id', version: '/version', gap: 'reject' } },
    },
    {
      code: 'MERGE_WITHOUT_POLICY',
      semantics: { conflict: { policy: 'reject', merge: { '*': 'max' } } },
    },
    { code: 'ENTITY_MISSING', semantics: { entity: undefined } },
    { code: 'FIELD_NOT_IN_SCHEMA', merge: { '/nowhere': 'max' } },
    { code: 'MERGE_LANGUAGE', more: { schema: { format: 'avro' } } },
  ])('is refused as $code', ({ code, merge = {}, semantics, more }) => {
    expect(faultsOf(merge, semantics, more).join()).toContain(code);
  });

  it('has operators with names and places', () => {
    expect(faultsOf({ '/total': 'sum' }).join()).toContain('A field is merged by max, min, union');
    expect(faultsOf({ total: 'max' }).join()).toContain('for all other fields');
  });
});
