import { describe, expect, it } from '@jest/globals';
import { eventInJson } from './event-in-json.js';

const shown = (value: Buffer | null, key: Buffer | null = null) =>
  eventInJson({
    topic: 't',
    partition: 0,
    offset: 1,
    loggedAt: new Date(0),
    key,
    value,
    headers: [['h', Buffer.from([0xff])]],
  });

describe('an event in JSON', () => {
  it('embeds JSON text as it stands: digits, order and spaces', () => {
    const value = '{ "n": 12345678901234567890.10,\n "a": [1, 1.0], "__proto__": {} }';
    expect(shown(Buffer.from(value)).endsWith(`,"value":${value}}`)).toBe(true);
    expect(JSON.parse(shown(Buffer.from(value)))).toMatchObject({ valueBytes: value.length });
  });

  it('tells a tombstone from the JSON value null, and both from nothing', () => {
    expect(JSON.parse(shown(null))).toMatchObject({ value: null, valueBytes: null });
    expect(JSON.parse(shown(Buffer.from('null')))).toMatchObject({ value: null, valueBytes: 4 });
    expect(JSON.parse(shown(Buffer.alloc(0)))).toMatchObject({ valueBase64: '', valueBytes: 0 });
  });

  it('shows bytes that are no JSON, or no text, in base64', () => {
    for (const bytes of [
      Buffer.from('{'),
      Buffer.from('\uFEFF{}'),
      Buffer.from([0x22, 0xff, 0x22]),
    ]) {
      const event = JSON.parse(shown(bytes, bytes));
      expect(Buffer.from(event.valueBase64, 'base64')).toEqual(bytes);
      expect('value' in event).toBe(false);
      expect(event.key ?? Buffer.from(event.keyBase64, 'base64').toString('latin1')).toBeTruthy();
    }
    expect(JSON.parse(shown(null)).headers).toEqual([{ name: 'h', valueBase64: '/w==' }]);
  });
});
