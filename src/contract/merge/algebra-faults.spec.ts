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
    never: false,
    note: { enum: ['x'.repeat(70), 'y'] },
    meta: {},
    deep: { properties: { n: { type: 'integer' } } },
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
    ['of a field inside of one', { '/deep/n': 'cel: b' }, /a = 0 and b = 1 it gives 1/],
    ['of long texts', { '/note': 'cel: b' }, /it gives "y", and "x{56}… the other way round/],
    ['about no value', { '/never': 'cel: a' }, /no value of the field could be sampled/],
    [
      'too long a thought',
      {
        '/total': `cel: ${'[1,2,3,4,5,6,7,8,9,10].all(x, '.repeat(7)}x > 0${')'.repeat(7)} ? a : b`,
      },
      /gives nothing \(It takes more steps than the limit ruleSteps\)/,
    ],
    ['bytes', { '/total': 'cel: b"x"' }, /gives nothing \(What it makes is no JSON value\)/],
    ['no number', { '/total': 'cel: a / 0.0' }, /gives nothing \(What it makes is no JSON value\)/],
    [
      'a number no double holds',
      { '/total': 'cel: 9007199254740993' },
      /gives nothing \(What it makes is no JSON value\)/,
    ],
    ['a whole number of its own', { '/total': 'cel: 7' }, /0 merged with itself gives 7\./],
    ['an object', { '/total': 'cel: {"n": [a]}' }, /0 merged with itself gives \{"n":\[0\]\}\./],
  ])('and is %s is refused with a counter-example [covers 26]', (_what, merge, counter) => {
    expect(faultsOf(merge)).toEqual([expect.stringMatching(counter)]);
    expect(faultsOf(merge)[0]).toMatch(/^MERGE_NOT_LAWFUL /);
  });

  it('and is one is taken', () => {
    expect(faultsOf({ '/total': 'cel: a > b ? a : b', '/tags': 'union' })).toEqual([]);
    expect(faultsOf({ '/total': 'min', '*': 'first-writer-wins' })).toEqual([]);
    expect(faultsOf({})).toEqual([]);
    expect(faultsOf({ '/meta/n': 'union' })).toEqual([]);
  });

  it('and is none has no algebra, and neither has one that names no operator', () => {
    expect(faultsOf({}, { conflict: { policy: 'reject' } })).toEqual([]);
    expect(faultsOf({}, { conflict: { policy: 'merge' } })).toEqual([]);
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
