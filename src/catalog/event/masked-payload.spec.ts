import { describe, expect, it } from '@jest/globals';
import type { SchemaNode } from '#schema';
import { maskedPayload } from './masked-payload.js';

const contract = { fields: { '/email': { classification: 'pii.contact' } } };
const shown = (text: string) => maskedPayload(Buffer.from(text), contract);

describe('a refused event as people may see it', () => {
  it('has its personal fields hidden', () => {
    expect(shown('{"email":"ada@acme.com","n":1}')).toEqual({ masked: { email: '●●●', n: 1 } });
  });

  it('has what nobody declared hidden, where anything is personal', () => {
    const field = (name: string, children: SchemaNode[] = []): SchemaNode => ({
      name,
      path: `/${name}`,
      type: 'string',
      required: false,
      constraints: [],
      children,
    });
    const tree = { ...field(''), path: '', children: [field('email'), field('n')] };
    const event = Buffer.from(
      '{"email":"a@b.c","Email":"a@b.c","payload":{"email":"a@b.c"},"n":1}',
    );
    expect(maskedPayload(event, contract, tree)).toEqual({
      masked: { email: '●●●', Email: '●●●', payload: '●●●', n: 1 },
    });
    expect(maskedPayload(event, { fields: {} }, tree)).toEqual({
      masked: JSON.parse(event.toString()) as unknown,
    });
  });

  it('is not shown when it is not JSON, too large, or a tombstone', () => {
    expect(shown('{"email":"ada@acme.com"')).toBeUndefined();
    expect(shown(`"${'a'.repeat(300_000)}"`)).toBeUndefined();
    expect(maskedPayload(null, contract)).toBeUndefined();
  });

  it('is not shown when it nests deeper than any accepted event', () => {
    expect(shown('['.repeat(64) + ']'.repeat(64))).toBeDefined();
    expect(shown('['.repeat(10_000) + ']'.repeat(10_000))).toBeUndefined();
  });
});
