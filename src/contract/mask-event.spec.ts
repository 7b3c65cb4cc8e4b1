import { describe, expect, it } from '@jest/globals';
import { type FieldOverlay } from './contract.js';
import { maskEvent } from './mask-event.js';

const masked = (event: unknown, fields: Readonly<Record<string, FieldOverlay>>): unknown =>
  maskEvent({ fields }, event);

describe('an event that people may see', () => {
  it('hides what is masked or personal, and only that', () => {
    const event = {
      email: 'ada@acme.com',
      name: 'Ada',
      phone: '+44 20 7946 0000',
      total: 5,
      note: null,
    };
    expect(
      masked(event, {
        '/email': { classification: 'pii.contact', mask: 'partial' },
        '/name': { classification: 'PII' },
        '/phone': { mask: 'redact' },
        '/total': { classification: 'internal' },
        '/gone': { mask: 'redact' },
      }),
    ).toEqual({ email: 'ad●●●m', name: '●●●', phone: '●●●', total: 5, note: null });
  });

  it('hides all of it when the whole is masked, or cannot be what the mask is for', () => {
    expect(masked({ a: 1 }, { '': { mask: 'redact' } })).toBe('●●●');
    expect(masked([{ a: 1 }], { '/a': { mask: 'redact' } })).toBe('●●●');
  });

  it('reaches every item and every member with a star', () => {
    const event = {
      lines: [
        { to: 'a', qty: 1 },
        { to: 'b', qty: 2 },
      ],
      by: { x: { to: 'c' } },
    };
    expect(
      masked(event, {
        '/lines/*/to': { mask: 'redact' },
        '/by/*': { mask: 'redact' },
        '/lines/0/qty': { mask: 'redact' },
      }),
    ).toEqual({
      lines: [
        { to: '●●●', qty: '●●●' },
        { to: '●●●', qty: 2 },
      ],
      by: { x: '●●●' },
    });
  });

  it('hides whole objects, and names with slashes', () => {
    expect(masked({ 'a/b': { c: 1 } }, { '/a~1b': { mask: 'redact' } })).toEqual({ 'a/b': '●●●' });
  });

  it('shows equal values as equal and different ones as different, never themselves', () => {
    const hash = (value: unknown): unknown =>
      (masked({ a: value }, { '/a': { mask: 'hash' } }) as { a: unknown }).a;
    expect(hash('ada')).toBe(hash('ada'));
    expect(hash('ada')).not.toBe(hash('Ada'));
    expect(hash(5)).not.toBe(hash('5'));
    expect(hash('ada')).toMatch(/^#[0-9a-f]{16}$/);
  });

  it('shows nothing of a short text or of what is no text', () => {
    for (const value of ['short', 12_345_678, null, { a: 1 }])
      expect(masked({ a: value }, { '/a': { mask: 'partial' } })).toEqual({ a: '●●●' });
  });

  it('is a copy: the event stays as it was, whatever its members are called', () => {
    const event: unknown = JSON.parse('{"__proto__":{"to":"x"},"a":[{"to":"y"}]}');
    const before = JSON.stringify(event);
    const shown = masked(event, {
      '/a/*/to': { mask: 'redact' },
      '/__proto__/to': { mask: 'redact' },
    });
    expect(JSON.stringify(event)).toBe(before);
    expect(JSON.stringify(shown)).toBe('{"__proto__":{"to":"●●●"},"a":[{"to":"●●●"}]}');
    expect(({} as { to?: string }).to).toBeUndefined();
  });

  it('may be no object at all', () => {
    expect([
      masked(null, { '/a': { mask: 'redact' } }),
      masked(5, {}),
      masked([1], {}),
      masked('x', { nonsense: { mask: 'redact' } }),
    ]).toEqual([null, 5, [1], 'x']);
  });

  it('hides whole what has another form where a hidden field should lie inside', () => {
    const fields = { '/email': { mask: 'hash' }, '/to/*/name': { mask: 'redact' } } as const;
    const twice = JSON.stringify(JSON.stringify({ email: 'ada@acme.com' }));
    expect(masked(JSON.parse(twice), fields)).toBe('●●●');
    expect(masked([{ email: 'ada@acme.com' }], fields)).toBe('●●●');
    expect(masked({ to: 'Ada' }, fields)).toEqual({ to: '●●●' });
    expect(masked({ to: { name: 'Ada' } }, fields)).toEqual({ to: { name: '●●●' } });
    expect(masked({ to: [[{ name: 'Ada' }], 'Ada', { qty: 1 }] }, fields)).toEqual({
      to: ['●●●', '●●●', { qty: 1 }],
    });
  });
});
