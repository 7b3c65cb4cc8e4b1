import { describe, expect, it } from '@jest/globals';
import { avro } from './avro.js';

const EVENT = {
  type: 'record',
  name: 'Event',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'note', type: ['null', 'string', { type: 'map', values: 'int' }] },
    { name: 'lines', type: { type: 'array', items: ['null', 'Event'] } },
  ],
};
const read = avro.read({ type: 'AVRO', text: JSON.stringify(EVENT), references: [] });
if (!read.ok) throw new Error(JSON.stringify(read.error));
const [json, binary] = [avro.payload(read.value, { encoding: 'json' }), avro.payload(read.value)];
const id = 2n ** 53n + 1n;

describe('an event of Avro in the JSON encoding', () => {
  it.each([
    ['null', 'null'],
    ['{"string":"x"}', '"x"'],
    ['{"map":{"a":1}}', '{"a":1}'],
  ])('whose branch is %s is %s to whoever points at it, and the same in bytes', (sent, seen) => {
    const event = (note: string, line: string) =>
      `{"id":${id},"note":${note},"lines":[null,${line}]}`;
    const inner = '{"id":1,"note":null,"lines":[]}';
    const bytes = Buffer.from(event(sent, `{"Event":${inner}}`));
    const value = JSON.parse(event(seen, inner)) as Record<string, unknown>;
    const expected = { ok: true, value: { value: { ...value, id }, undeclared: [] } };
    expect(json?.read(bytes)).toEqual(expected);
    expect(binary?.read(json?.write?.(bytes) ?? bytes)).toEqual(expected);
  });

  it.each([
    ['{"id":1.5,"note":null,"lines":[]}', '/id'],
    ['{"id":1,"note":"x","lines":[]}', '/note'],
    ['{"id":9999999999999999999,"note":null,"lines":[]}', '/id'],
    ['{"id":1e400000000000000000,"note":null,"lines":[]}', '/id'],
  ])('%s is refused with its place', (text, pointer) => {
    expect(json?.read(Buffer.from(text))).toMatchObject({ ok: false, error: [{ pointer }] });
  });

  it('bytes that are none of it are refused with their place', () => {
    expect(binary?.read(Buffer.from('0206', 'hex'))).toMatchObject({
      ok: false,
      error: [{ pointer: '/note' }],
    });
  });
});
