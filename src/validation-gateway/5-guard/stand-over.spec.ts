import { describe, expect, it } from '@jest/globals';
import type { Contract } from '#contract';
import type { EntityState } from '#event-log';
import type { ArrivedEvent } from '../event.js';
import { sampleContract } from '../testing/sample-contract.js';
import { standing, standOver } from './stand-over.js';

const contractOf = (
  conflict: 'review' | 'vector-clock',
  version: string | undefined,
  type: 'JSON' | 'AVRO' = 'JSON',
): Contract => {
  const { contract } = sampleContract();
  const entity = { type: 'order', key: '/id', ...(version !== undefined && { version }) };
  return {
    ...contract,
    schema: { ...contract.schema, type },
    semantics: { ...contract.semantics, entity, conflict: { policy: conflict } },
  };
};
const known: EntityState = { version: 7n, clock: '/a=2', eventId: 'first', isDeleted: false };
const event = (value: string | null, attributes?: Record<string, string>): ArrivedEvent => ({
  ...{ door: 'cloudevents', topic: 'orders', partition: undefined, key: null },
  value: value === null ? null : Buffer.from(value, 'latin1'),
  ...{ isScanned: false, contentType: undefined, principal: '', fault: undefined },
  context: attributes && {
    ...{ id: 'second', source: '/b', type: 'order' },
    attributes: new Map(Object.entries(attributes)),
  },
});
const said = (result: ReturnType<typeof standOver>) =>
  result.ok
    ? [result.value.value?.toString('latin1'), ...(result.value.context?.attributes ?? [])]
    : result.error;

describe('an event that is let stand over another', () => {
  it('is the next version, and every other number keeps its digits', () => {
    const value = '{"v":3,"n":12345678901234567890,"d":1.10}';
    const contract = contractOf('review', '/v');
    expect(said(standOver(event(value), contract, known))).toEqual([
      '{"v":8,"n":12345678901234567890,"d":1.10}',
    ]);
    expect(said(standOver(event(value, {}), contract, known))).toEqual([
      '{"v":8,"n":12345678901234567890,"d":1.10}',
      ['causationid', 'first'],
    ]);
  });

  it('says its version in the form it came in, behind the frame it came with', () => {
    const contract = contractOf('review', '/at/v');
    const framed = '\u0000\u0000\u0000\u0000\u0007{"at":{"v":"3"}}';
    expect(said(standOver(event(framed), contract, known))).toEqual([
      '\u0000\u0000\u0000\u0000\u0007{"at":{"v":"8"}}',
    ]);
  });

  it('says it in its envelope where the contract reads it there, or there is no value', () => {
    const next = ['entityversion', '8'];
    const inEnvelope = standOver(event('x', {}), contractOf('review', '@entityversion'), known);
    expect(said(inEnvelope)).toContainEqual(next);
    const tombstone = standOver(event(null, {}), contractOf('review', '/v'), known);
    expect(said(tombstone)).toContainEqual(next);
  });

  it.each([
    ['{"w":3}', 'JSON', 'nothing stands at /v'],
    ['{"v":true}', 'JSON', 'nothing stands at /v'],
    ['[]', 'JSON', 'nothing stands at /v'],
    ['bytes', 'AVRO', 'its version is inside of AVRO bytes'],
  ] as const)('%s in %s cannot be written: %s', (value, type, why) => {
    expect(said(standOver(event(value), contractOf('review', '/v', type), known))).toBe(why);
  });

  it('of writers that count their writes knows of both, whatever its version', () => {
    const contract = contractOf('vector-clock', undefined);
    expect(standing(contract.semantics, known)).toBe('/a=2');
    const both = standOver(event('x', { entityclock: '/b=1' }), contract, known);
    expect(said(both)).toContainEqual(['entityclock', '/a=2,/b=1']);
    expect(standing(contractOf('review', '/v').semantics, known)).toBe('7');
  });
});
