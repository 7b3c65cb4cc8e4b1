import { describe, expect, it } from '@jest/globals';
import type { IndexEntry } from './index-entry.js';
import { nearestEntries } from './nearest-entries.js';

const entry = (id: string, name: string) => ({ row: { id, name } }) as IndexEntry;
const entries = [
  entry('billing.invoice-issued', 'Invoice issued'),
  entry('orders.order-cancelled', 'Order cancelled'),
  entry('orders.order-placed', 'Order placed'),
  entry('shipping.parcel-sent', 'Parcel sent'),
];
const near = (name: string) => nearestEntries(entries, name, 2).map(({ row }) => row.id);

describe('events near a name that is not there', () => {
  it('a typing error finds the one that was meant first', () => {
    expect(near('orders.order-placd')[0]).toBe('orders.order-placed');
    expect(near('INVOICE_ISUED')).toEqual(['billing.invoice-issued']);
  });

  it('words in another order find it too', () => {
    expect(near('placed-order')[0]).toBe('orders.order-placed');
  });

  it('what is like nothing finds nothing, and neither do signs alone', () => {
    expect(near('wp-login.php')).toEqual([]);
    expect(near('…/%')).toEqual([]);
  });

  it('no more are named than were asked for', () => {
    expect(near('orders.order')).toHaveLength(2);
  });
});
