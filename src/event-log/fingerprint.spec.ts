import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { fingerprintOf } from './fingerprint.js';

const of = (topic: string, key: string | null, value: string | null, contract?: string) =>
  fingerprintOf({
    topic,
    key: key === null ? null : Buffer.from(key),
    value: value === null ? null : Buffer.from(value),
    ...(contract === undefined ? {} : { contract: { id: contract } }),
  });

describe('the fingerprint of a refused event', () => {
  it('is the same for the same topic, key, value and contract', () => {
    expect(of('orders', 'k', 'v', 'c')).toBe(of('orders', 'k', 'v', 'c'));
  });

  it('differs for another event that says the same, and not for its retry', () => {
    const said = (eventId: string) =>
      fingerprintOf({ topic: 't', key: null, value: null, source: '/s', eventId });
    expect(said('1')).toBe(said('1'));
    expect(said('1')).not.toBe(said('2'));
  });

  it('differs as soon as one part does, or bytes move from one part to the next', () => {
    const all = [
      of('orders', 'k', 'v', 'c'),
      of('orders', 'k', 'v'),
      of('orders', 'k', 'vc', ''),
      of('orders', 'kv', '', 'c'),
      of('orders', '', 'kv', 'c'),
      of('ordersk', '', 'v', 'c'),
      of('orders', null, 'v', 'c'),
      of('orders', '', 'v', 'c'),
      of('orders', 'k', null, 'c'),
      of('orders', 'k', '', 'c'),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it('stays what it was for cases that are kept already, of whatever size and alphabet', () => {
    const value = Buffer.alloc(40_000, 'é');
    const parts = ['orders-Ω', null, value, 'ç'.repeat(9_000), '/süd', '😀'] as const;
    const sum = createHash('sha256');
    for (const part of parts) {
      const bytes = part === null ? undefined : Buffer.from(part as string);
      const length = Buffer.alloc(4);
      length.writeInt32BE(bytes?.length ?? -1);
      sum.update(length).update(bytes ?? '');
    }
    const [topic, key, , id, source, eventId] = parts;
    const event = { topic, key, value, contract: { id }, source, eventId };
    expect(fingerprintOf(event)).toBe(sum.digest('hex'));
    const small = createHash('sha256').update('\0\0\0\x01t\xff\xff\xff\xff', 'latin1');
    const rest = '\xff\xff\xff\xff\0\0\0\0\0\0\0\0\0\0\0\0';
    const last = small.update(rest, 'latin1').digest('hex');
    expect(fingerprintOf({ topic: 't', key: null, value: null })).toBe(last);
  });
});
