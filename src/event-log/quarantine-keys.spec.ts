import { describe, expect, it } from '@jest/globals';
import { QuarantineKeys, SEAL_BYTES } from './quarantine-keys.js';

const [first, second] = ['first secret'.padEnd(32, '.'), 'second secret'.padEnd(32, '.')];

describe('the keys of the quarantine', () => {
  it('open what they sealed, and seal the same bytes to others each time', () => {
    const keys = new QuarantineKeys([first]);
    const [once, again] = [1, 2].map(() => keys.seal(Buffer.from('personal'), 'case 1 value'));
    expect(once).not.toEqual(again);
    expect(once!.includes('personal')).toBe(false);
    expect(once).toHaveLength('personal'.length + SEAL_BYTES);
    for (const sealed of [once!, again!])
      expect(keys.open(keys.sealing!, sealed, 'case 1 value')?.toString()).toBe('personal');
  });

  it('open nothing that stands in another place, was changed or cut', () => {
    const keys = new QuarantineKeys([first]);
    const sealed = keys.seal(Buffer.from('personal'), 'case 1 value');
    const changed = Buffer.from(sealed);
    changed[SEAL_BYTES - 10]! ^= 1;
    expect(keys.open(keys.sealing!, sealed, 'case 2 value')).toBeUndefined();
    expect(keys.open(keys.sealing!, changed, 'case 1 value')).toBeUndefined();
    expect(keys.open(keys.sealing!, sealed.subarray(0, 20), 'case 1 value')).toBeUndefined();
  });

  it('seal under the first secret, and open what the ones behind it sealed', () => {
    const old = new QuarantineKeys([second]);
    const turned = new QuarantineKeys([first, second]);
    const sealed = old.seal(Buffer.from('personal'), 'here');
    expect(turned.sealing).not.toBe(old.sealing);
    expect(turned.open(old.sealing!, sealed, 'here')?.toString()).toBe('personal');
    expect(old.open(turned.sealing!, turned.seal(sealed, 'here'), 'here')).toBeUndefined();
  });

  it('leave all as it came where there is no secret', () => {
    const keys = new QuarantineKeys([]);
    expect(keys.sealing).toBeUndefined();
    expect(keys.seal(Buffer.from('personal'), 'here').toString()).toBe('personal');
  });
});
