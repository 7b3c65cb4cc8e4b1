import { describe, expect, it } from '@jest/globals';
import { readContractText } from './contract-text.js';

const definitionIn = (yaml: string): string | undefined => {
  const read = readContractText(yaml);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value.json('/schema/definition');
};
const withMaximum = (maximum: string, flow = false) =>
  flow
    ? `schema: {definition: {maximum: ${maximum}}}\n`
    : `schema:\n  definition:\n    maximum: ${maximum}\n`;

describe('numbers of a contract in YAML', () => {
  it('keep every digit of the source, in blocks and in flow', () => {
    for (const digits of ['9223372036854775807', '-0.12345678901234567890', '1e400', '1.5E-400'])
      for (const flow of [false, true])
        expect([digits, definitionIn(withMaximum(digits, flow))]).toEqual([
          digits,
          `{"maximum":${digits}}`,
        ]);
  });

  it('are JSON also where YAML writes them otherwise', () => {
    expect(definitionIn(withMaximum('+9223372036854775807'))).toBe(
      '{"maximum":9223372036854775807}',
    );
    expect(definitionIn(`${withMaximum('0x1F')}# 1234567890123456\n`)).toBe('{"maximum":31}');
    expect(definitionIn(`${withMaximum('.5')}# 1234567890123456\n`)).toBe('{"maximum":0.5}');
  });

  it('stay what they are: short ones, texts of digits, and what is repeated by an alias', () => {
    expect(definitionIn(withMaximum('7'))).toBeUndefined();
    expect(definitionIn(withMaximum('"9223372036854775807"'))).toBe(
      '{"maximum":"9223372036854775807"}',
    );
    const aliased = 'a: &a 9223372036854775807\nschema: {definition: {maximum: *a}}\n';
    expect(definitionIn(aliased)).toBe('{"maximum":9223372036854775807}');
  });
});
