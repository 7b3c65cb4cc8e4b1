import { describe, expect, it } from '@jest/globals';
import { jsonSchema, type Payload } from '#schema';
import { RefusedBefore } from './refused-before.js';

function payloadOf(schema: unknown): { readonly payload: Payload; readonly asked: () => number } {
  const read = jsonSchema.read({ type: 'JSON', text: JSON.stringify(schema), references: [] });
  if (!read.ok) throw new Error('the schema is read');
  const payload = jsonSchema.payload(read.value);
  if (!payload) throw new Error('a JSON Schema has one kind of event');
  let asked = 0;
  const counted: Payload = { ...payload, read: (bytes) => (asked++, payload.read(bytes)) };
  return { payload: counted, asked: () => asked };
}

const reasonsOf = (payload: Payload, text: string) => {
  const read = payload.read(Buffer.from(text));
  return read.ok ? [] : read.error.map(({ pointer }) => pointer);
};

describe('what was refused before', () => {
  it('is told the same reasons without being looked at again, and nothing else is', () => {
    const { payload, asked } = payloadOf({ properties: { id: { type: 'string' } } });
    const remembering = new RefusedBefore().rememberedBy(payload);
    for (let i = 0; i < 3; i++) expect(reasonsOf(remembering, '{"id":1}')).toEqual(['/id']);
    expect(asked()).toBe(1);
    expect(reasonsOf(remembering, '{"id":"1"}')).toEqual([]);
    expect(reasonsOf(remembering, '{"id": 1}')).toEqual(['/id']);
    expect(asked()).toBe(3);
  });

  it('is told by its own schema only', () => {
    const refused = new RefusedBefore();
    const one = refused.rememberedBy(payloadOf({ properties: { a: false } }).payload);
    const other = refused.rememberedBy(payloadOf({ properties: { b: false } }).payload);
    const text = '{"a":1,"b":1}';
    expect([reasonsOf(one, text), reasonsOf(other, text)]).toEqual([['/a'], ['/b']]);
    expect([reasonsOf(one, text), reasonsOf(other, text)]).toEqual([['/a'], ['/b']]);
  });

  it('is forgotten for what was refused later, and never kept where it is large', () => {
    const { payload, asked } = payloadOf({ type: 'string' });
    const remembering = new RefusedBefore(2).rememberedBy(payload);
    for (const text of ['1', '2', '3', '3', '2']) reasonsOf(remembering, text);
    expect(asked()).toBe(3);
    reasonsOf(remembering, '1');
    expect(asked()).toBe(4);
    const large = `[${'1,'.repeat(3_000)}1]`;
    for (let i = 0; i < 2; i++) expect(reasonsOf(remembering, large)).toEqual(['']);
    expect(asked()).toBe(6);
  });
});
