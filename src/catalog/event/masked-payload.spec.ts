import { describe, expect, it } from '@jest/globals';
import { maskedPayload } from './masked-payload.js';

const contract = { fields: { '/email': { classification: 'pii.contact' } } };
const shown = (text: string) => maskedPayload(Buffer.from(text), contract);

describe('a refused event as people may see it', () => {
  it('has its personal fields hidden', () => {
    expect(shown('{"email":"ada@acme.com","n":1}')).toEqual({ masked: { email: '●●●', n: 1 } });
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
