import { describe, expect, it } from '@jest/globals';
import { stringify } from 'lossless-json';
import { restoreMasked } from './restore-masked.js';

const ORIGINAL =
  '{"id":12345678901234567890,"email":"ada@acme.com","items":[{"name":"Ada"}],"n":"x"}';
const MASKED = {
  id: Number('12345678901234567890'),
  email: '●●●',
  items: [{ name: '#0f' }],
  n: 'x',
};

const corrected = (change: (shown: typeof MASKED & Record<string, unknown>) => void) => {
  const shown = structuredClone(MASKED);
  change(shown);
  const restored = restoreMasked(JSON.stringify(shown), MASKED, ORIGINAL);
  return 'value' in restored ? stringify(restored.value) : restored;
};

describe('a corrected event whose personal values nobody saw', () => {
  it('untouched it is what came, with every digit', () => {
    expect(corrected(() => undefined)).toBe(ORIGINAL);
  });

  it('what was changed is changed, what was hidden is there again', () => {
    expect(corrected((shown) => (shown.n = 'y'))).toBe(ORIGINAL.replace('"x"', '"y"'));
    expect(corrected((shown) => (shown.email = 'eve@acme.com'))).toBe(
      ORIGINAL.replace('ada@', 'eve@'),
    );
  });

  it('a member that is new or gone is new or gone', () => {
    expect(corrected((shown) => (shown['more'] = 1))).toBe(
      ORIGINAL.replace('"x"}', '"x","more":1}'),
    );
    expect(corrected((shown) => delete (shown as { n?: string }).n)).toBe(
      ORIGINAL.replace(',"n":"x"', ''),
    );
  });

  it('a mask that was moved to another place is refused: nobody knows what it stands for', () => {
    expect(corrected((shown) => (shown.n = '●●●'))).toEqual({ strayMaskAt: '/n' });
    expect(corrected((shown) => shown.items.push({ name: '●●●' }))).toEqual({
      strayMaskAt: '/items/1/name',
    });
  });
});
