import { describe, expect, it } from '@jest/globals';
import { WeightedWords } from './weighted-words.js';
import { askedWords, queryOf, wordsIn } from './words.js';

const folded = (text: string) => [...wordsIn(text)].map((word) => word.folded);

describe('words', () => {
  it('are runs of letters and digits, and the parts of camel case', () => {
    expect(folded('orders.order-placed_v2')).toEqual(['orders', 'order', 'placed', 'v2']);
    expect(folded('customerEmail HTTPStatus')).toEqual([
      'customeremail',
      'customer',
      'email',
      'httpstatus',
      'http',
      'status',
    ]);
  });

  it('are the same with and without accents, whatever way those are written', () => {
    expect(folded('Café Cafe\u0301 CAFE')).toEqual(['cafe', 'cafe', 'cafe']);
  });

  it('know where they stand', () => {
    const text = '/lines/*/unitPrice';
    expect([...wordsIn(text)].map(({ start, end }) => text.slice(start, end))).toEqual([
      'lines',
      'unitPrice',
      'unit',
      'Price',
    ]);
  });

  it('are asked for whole or in parts, and cannot say anything else', () => {
    expect(queryOf(askedWords('ord unitPrice'))).toBe(
      "'ord':* & ('unitprice':* | ('unit':* & 'price':*))",
    );
    expect(queryOf(askedWords(`') | !'x`))).toBe("'x':*");
    expect(askedWords('…!&|')).toEqual([]);
  });

  it('have the greatest weight they are met with', () => {
    const words = new WeightedWords().add('D', 'an order').add('B', 'order').add('C', 'order line');
    expect(String(words)).toBe("'an':1D 'order':1B 'line':1C");
  });
});
