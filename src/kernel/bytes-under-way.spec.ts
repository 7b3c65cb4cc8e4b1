import { describe, expect, it } from '@jest/globals';
import { BytesUnderWay } from './bytes-under-way.js';

describe('bytes under way', () => {
  const opened = (most: number) => {
    const gone: string[] = [];
    const held = new BytesUnderWay(most);
    const named = (name: string) => ({ giveWay: () => void gone.push(name) });
    return { held, gone, named };
  };

  it('are counted once for each holder, however often it tells of them', () => {
    const { held, gone, named } = opened(10);
    const one = named('one');
    held.hold(one, 4);
    held.hold(one, 10);
    expect([held.bytes, gone]).toEqual([10, []]);
    held.letGo(one);
    held.letGo(one);
    expect(held.bytes).toBe(0);
  });

  it('are given up by who began first, and by no more than needed', () => {
    const { held, gone, named } = opened(10);
    const [one, two, three] = [named('one'), named('two'), named('three')];
    held.hold(one, 4);
    held.hold(two, 4);
    held.hold(three, 2);
    held.hold(two, 8);
    expect([held.bytes, gone]).toEqual([10, ['one']]);
    held.hold(three, 11);
    expect([held.bytes, gone]).toEqual([0, ['one', 'two', 'three']]);
  });
});
