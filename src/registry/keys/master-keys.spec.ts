import { describe, expect, it } from '@jest/globals';
import { MasterKeys } from './master-keys.js';

const material = Buffer.from('the key itself');

describe('master keys', () => {
  it('open what they wrapped, and each wrapping is another', () => {
    const keys = new MasterKeys(['one']);
    const [first, second] = [keys.wrap(material), keys.wrap(material)];
    expect(first).not.toEqual(second);
    expect([first, second].map((each) => each && keys.unwrap(each))).toEqual([material, material]);
  });

  it('open what an older one wrapped, and wrap with the first', () => {
    const old = new MasterKeys(['old']).wrap(material) as Buffer;
    const both = new MasterKeys(['new', 'old']);
    expect(both.unwrap(old)).toEqual(material);
    expect(new MasterKeys(['new']).unwrap(both.wrap(material) as Buffer)).toEqual(material);
    expect(new MasterKeys(['new']).unwrap(old)).toBeUndefined();
  });

  it('open nothing that was changed, cut or never wrapped', () => {
    const keys = new MasterKeys(['one']);
    const wrapped = keys.wrap(material) as Buffer;
    for (let at = 0; at < wrapped.length; at++) {
      const changed = Buffer.from(wrapped);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(keys.unwrap(changed)).toBeUndefined();
      expect(keys.unwrap(wrapped.subarray(0, at))).toBeUndefined();
    }
  });

  it('wrap nothing where there are none', () => {
    expect(new MasterKeys([]).wrap(material)).toBeUndefined();
    expect(new MasterKeys([]).areThere).toBe(false);
  });
});
