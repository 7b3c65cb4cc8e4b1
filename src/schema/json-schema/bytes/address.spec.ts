import { describe, expect, it } from '@jest/globals';
import { VALID } from '../../bytes/bytes-judge.js';
import { assertedFormats } from '../formats.js';
import { jsonSchema } from '../json-schema.js';

const read = jsonSchema.read({ type: 'JSON', text: '{"format": "uri"}', references: [] });
if (!read.ok) throw new Error('the schema is read');
const payload = jsonSchema.payload(read.value);
const isAddress = assertedFormats.get('uri');

const bytesTake = (text: string) =>
  payload?.judge(Buffer.from(JSON.stringify(text)), true) === VALID;

describe('an address read by its bytes', () => {
  it.each(['h:', 'https://a.example/b?c=d#e', 'urn:x', 'a+b-c.d:1234567'])(
    'is one by the same characters as its text, at each place: %s',
    (text) => {
      for (let at = 0; at <= text.length; at++)
        for (let code = 0; code < 256; code++) {
          const character = String.fromCharCode(code);
          for (const rest of [text.slice(at), text.slice(at + 1)]) {
            const changed = text.slice(0, at) + character + rest;
            expect([changed, bytesTake(changed)]).toEqual([changed, isAddress?.(changed)]);
          }
        }
    },
  );

  it.each([7_990, 8_000, 8_192, 8_193])('is one up to the same length: %i', (length) => {
    const text = `https://a.example/`.padEnd(length, 'x');
    expect(bytesTake(text)).toBe(isAddress?.(text));
  });
});
