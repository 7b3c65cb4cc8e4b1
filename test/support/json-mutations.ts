import type { Chance } from '../../src/schema/chance.js';

const ODD = [
  '"',
  '\\',
  '\\u0061',
  '\\ud800',
  '\u00e9',
  '😀',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '0',
  '1',
  '-',
  '.',
  'e5',
  '1.0',
  ' ',
  '\n',
  'null',
  'true',
  '{}',
  '[]',
  '"id":1,',
  '"a"',
  '12345678901234567890',
  '9007199254740993,9007199254740992',
  '\u0000',
];

/** A text with one or two slips in it, seldom one that is no UTF-8. */
export function mutatedJson(text: string, chance: Chance): Buffer {
  let out = text;
  for (let i = chance.below(2); i >= 0; i--) {
    const at = chance.below(out.length + 1);
    const to = Math.min(out.length, at + chance.below(5));
    out = out.slice(0, at) + (chance.below(3) === 0 ? '' : chance.of(ODD)) + out.slice(to);
  }
  const bytes = Buffer.from(out);
  if (chance.below(40) === 0 && bytes.length > 0)
    bytes[chance.below(bytes.length)] = chance.below(256);
  return bytes;
}
