import { describe, expect, it } from '@jest/globals';
import type { Cause } from '../api/answers';
import { fits, readQuarantineSearch } from './quarantine-search';

const cause = {
  ...{ message: 'A price is a number.', code: 'TYPE_WRONG', pointer: '/lines/*/price' },
  event: { id: 'orders.order-placed', name: 'Order placed' },
  producers: [{ name: '/shop/eu', events: 3 }],
} as unknown as Cause;

describe('the quarantine, narrowed by words', () => {
  it('shows causes that have them all, in the sentence, the code, the place, the event, the producer', () => {
    for (const q of [
      '',
      'PRICE',
      'type_wrong',
      'lines/*',
      'order-placed',
      'shop',
      'price order eu',
    ])
      expect([q, fits(cause, q)]).toEqual([q, true]);
    expect(fits(cause, 'price refund')).toBe(false);
    expect(fits({ ...cause, message: '', producers: [] }, 'price shop')).toBe(false);
  });

  it('has them in its address, and nothing that it does not know', () => {
    expect(readQuarantineSearch({ q: 'price', all: 'causes', state: 'fixed' })).toEqual({
      ...{ q: 'price', all: ['causes'], state: 'fixed' },
    });
    expect(readQuarantineSearch({ q: '', causes: 'no', state: 'odd' })).toEqual({});
  });
});
