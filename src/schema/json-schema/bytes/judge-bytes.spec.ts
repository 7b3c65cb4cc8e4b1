import { describe, expect, it } from '@jest/globals';
import { INVALID, UNTOLD, VALID } from '../../bytes/bytes-judge.js';
import { jsonSchema } from '../json-schema.js';

/** The bytes of a text as they lie in a longer one: whatever follows is not the event's. */
function within(text: string, after: string): Uint8Array {
  const whole = Buffer.alloc(256 + text.length + after.length, `${text}${after}`);
  return whole.subarray(0, Buffer.byteLength(text));
}

const read = jsonSchema.read({
  type: 'JSON',
  text: '{"type": ["object", "array"], "required": ["id"], "properties": {"id": {"type": "integer"}}}',
  references: [],
});
if (!read.ok) throw new Error('the schema is read');
const payload = jsonSchema.payload(read.value);

describe('an event judged by its bytes', () => {
  it.each(['', ' ', '\n', '\n\n{"id":', '   x', ']', '}', ',', '\0'])(
    'is told whatever stands behind it: %j',
    (after) => {
      expect(payload?.judge(within('{"id": 1}', after), true)).toBe(VALID);
      expect(payload?.judge(within('[]', after), true)).toBe(VALID);
      expect(payload?.judge(within('{"id": 1} \n', after), true)).toBe(VALID);
      expect(payload?.judge(within('{"id": "1"}', after), true)).toBe(INVALID);
      expect(payload?.judge(within('{"id": 1} x', after), true)).toBe(INVALID);
    },
  );

  it.each(['}', '1}', '": 1}', ' '])('is never valid by what stands behind it: %j', (after) => {
    for (const text of ['{"id": 1', '{"id": ', '{"id', '[', '[1,', '']) {
      expect(payload?.judge(within(text, after), true)).not.toBe(VALID);
    }
  });

  it('is left to others where a text runs on to the end of all memory', () => {
    const memory = Buffer.from(new ArrayBuffer(512)).fill('x');
    memory.write('["');
    expect(payload?.judge(memory.subarray(0, 100), true)).toBe(UNTOLD);
    memory.write('"]', 98);
    expect(payload?.judge(memory.subarray(0, 100), true)).toBe(VALID);
  });
});
