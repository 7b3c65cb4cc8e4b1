import { describe, expect, it } from '@jest/globals';
import { link } from './link-code.js';

const ends = (value: unknown, saying: string) => ({ value, saying });
const linked = (codes: Readonly<Record<string, string>>, constants = [ends(7, 'seven')]) =>
  link('f0', new Map(Object.entries(codes)), constants);
const at = (codes: Readonly<Record<string, string>>, p: number) =>
  linked(codes).root(Buffer.alloc(1), new DataView(new ArrayBuffer(1)), p);

describe('functions made of code', () => {
  it('call each other, parts and constants', () => {
    const codes = { f0: '(b,v,p){return f1(b,v,p)+K[0]}', f1: '(b,v,p){return none(b,v,p)+p}' };
    expect(at(codes, 5)).toBe(12);
  });

  it('call each other in circles, and themselves', () => {
    const codes = {
      f0: '(b,v,p){return p>9?p:f1(b,v,p+1)}',
      f1: '(b,v,p){return p>9?p:f2(b,v,p)}',
      f2: '(b,v,p){return p%5===0?f0(b,v,p):f2(b,v,p+1)}',
    };
    expect(at(codes, 1)).toBe(10);
  });

  it('are the same wherever they say the same, whatever they are called', () => {
    const one = linked({ f0: '(b,v,p){return f3(b,v,p)}', f3: '(b,v,p){return K[0]}' });
    const other = link(
      'f9',
      new Map([
        ['f1', '(b,v,p){return K[1]}'],
        ['f9', '(b,v,p){return f1(b,v,p)}'],
      ]),
      [ends(8, 'eight'), ends(7, 'seven')],
    );
    expect(other.root).toBe(one.root);
    expect(other.units).toEqual(one.units);
  });

  it('are others where they say something else, call another function or need another constant', () => {
    const codes = { f0: '(b,v,p){return f1(b,v,p)}', f1: '(b,v,p){return p+K[0]}' };
    const { root } = linked(codes);
    expect(linked({ ...codes, f1: '(b,v,p){return p-K[0]}' }).root).not.toBe(root);
    expect(linked({ ...codes, f0: '(b,v,p){return any(b,v,p)}' }).root).not.toBe(root);
    expect(linked(codes, [ends(8, 'eight')]).root).not.toBe(root);
    expect(linked(codes).root).toBe(root);
  });
});
