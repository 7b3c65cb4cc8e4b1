import { expect, it } from '@jest/globals';
import { exactJson } from './exact-json';

it('numbers keep their digits from one JSON text to the next', () => {
  const text =
    '{"most":9223372036854775807,"least":-1.50,"small":1e-7,"plain":[1,2.5],"text":"1.50"}';
  expect(JSON.stringify(exactJson(text))).toBe(text);
});

it('a number that loses nothing is a number', () => {
  expect(exactJson('[1,2.5,"a",null,true]')).toEqual([1, 2.5, 'a', null, true]);
});
