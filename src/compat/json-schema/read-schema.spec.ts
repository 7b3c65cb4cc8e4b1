import { describe, expect, it } from '@jest/globals';
import { BrokenInvariant } from '#kernel';
import { sideOf } from '../../../test/support/decide-schemas.js';
import { ExactSchema, readExactly } from './read-schema.js';

const named = (count: number, schema: (index: number) => unknown) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, schema(index)]));

describe('a schema read exactly', () => {
  it('is not read when a number of it is beyond what is computed with, and says so', () => {
    const read = readExactly({ type: 'JSON', text: '{"minimum":0e500}', references: [] });
    expect(read).toEqual({ ok: false, error: 'The exponent of 0e500 is beyond ±400.' });
  });

  it('tells why the validator refuses an event', () => {
    const schema = sideOf({ type: 'string', maxLength: 1 });
    expect([schema.isValid('a'), schema.isValid('aa')]).toEqual([true, false]);
    expect(schema.violations('aa')).toMatchObject([{ schemaPointer: '/maxLength' }]);
  });

  it('has no opinion on an event that takes the validator too many steps', () => {
    const twice = (index: number) => {
      const next = { $ref: `#/definitions/p${index + 1}` };
      return { allOf: [next, next] };
    };
    const schema = sideOf({
      allOf: [{ $ref: '#/definitions/p0' }],
      definitions: { ...named(22, twice), p22: { type: 'string' } },
    });
    expect(schema.isValid('a')).toBeUndefined();
    expect(schema.violations('a')).toEqual([]);
  });

  it('has none on any event where the validator would be too large', () => {
    const wide = { properties: named(900, () => true) };
    const chain = (levels: number): object => (levels === 0 ? wide : { not: chain(levels - 1) });
    const ways = (name: string, count: number) =>
      Array.from({ length: count }, (_, index) => ({
        $ref: `#/definitions/${name}${'/not'.repeat(index)}`,
      }));
    const schema = sideOf({
      definitions: { deep: chain(60), next: chain(60) },
      anyOf: [...ways('deep', 55), ...ways('next', 60)],
    });
    expect(schema.isValid(null)).toBeUndefined();
  });

  it('takes a bug for no missing opinion', () => {
    const source = { type: 'JSON', text: 'true', references: [] } as const;
    const unread = new ExactSchema({ source, root: 'never read' }, true, []);
    expect(() => unread.isValid(null)).toThrow(BrokenInvariant);
  });
});
