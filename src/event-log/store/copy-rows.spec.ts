import { describe, expect, it } from '@jest/globals';
import { CopyRows } from './copy-rows.js';

const FRAME_BYTES = 5;
const HEADER_BYTES = 19;
const DONE_BYTES = 5;
const table = (...columns: string[]) => ({ name: 't', columns });
const copied = (rows: CopyRows) => rows.finish().subarray(FRAME_BYTES, -DONE_BYTES);
const hexOf = (rows: CopyRows) => copied(rows).subarray(HEADER_BYTES).toString('hex');

/** PostgreSQL manual, COPY, "Binary Format", and the `…_recv` function of each type. */
describe('rows to be copied', () => {
  it('begin with the signature and end with a mark', () => {
    const bytes = copied(new CopyRows(table(), 0));
    expect(bytes.toString('hex')).toBe(
      `${Buffer.from('PGCOPY').toString('hex')}0aff0d0a000000000000000000ffff`,
    );
  });

  it('have each value behind its length, and nothing as -1', () => {
    const rows = new CopyRows(table('a', 'b', 'c', 'd', 'e', 'f'), 0);
    rows.row();
    rows.text('é');
    rows.text(undefined);
    rows.integer(-2);
    rows.bytes(Buffer.from([7]));
    rows.boolean(true);
    rows.hex('beef');
    expect(hexOf(rows)).toBe(
      ['0006', '00000002c3a9', 'ffffffff', '00000004fffffffe', '0000000107', '0000000101'].join(
        '',
      ) + '00000002beefffff',
    );
  });

  it('hold whole numbers beyond 32 bits, also in the place of others', () => {
    const rows = new CopyRows(table('a', 'b'), 0);
    const row = rows.row();
    rows.bigint(0);
    rows.bigint(-1);
    rows.overwriteBigint(row + 4, 2 ** 40 + 3);
    expect(hexOf(rows)).toBe('0002000000080000010000000003' + '00000008ffffffffffffffffffff');
  });

  it('hold numbers of any length in digits of base 10,000', () => {
    const rows = new CopyRows(table('a', 'b', 'c'), 0);
    rows.row();
    rows.numeric(0n);
    rows.numeric(12_345_678n);
    rows.numeric(-1n);
    expect(hexOf(rows)).toBe(
      [
        '0003',
        '000000080000ffff00000000',
        '0000000c000200010000000004d2162e',
        '0000000a00010000400000000001ffff',
      ].join(''),
    );
  });

  it('grow as they must, and keep what they held', () => {
    const rows = new CopyRows(table('a'), 1);
    for (let n = 0; n < 1_000; n++) {
      rows.row();
      rows.text('x'.repeat(n % 7));
    }
    const bytes = copied(rows);
    expect([rows.count, bytes.readInt16BE(bytes.length - 2)]).toEqual([1_000, -1]);
    expect(bytes.length).toBe(HEADER_BYTES + 2 + 1_000 * 6 + 2_997);
  });

  it('are framed as one message, and the one that ends them', () => {
    const rows = new CopyRows(table('a'), 0);
    rows.row();
    rows.boolean(true);
    const bytes = rows.finish();
    expect(bytes.toString('latin1', 0, 1)).toBe('d');
    expect(bytes.readInt32BE(1)).toBe(bytes.length - 1 - DONE_BYTES);
    expect(bytes.subarray(-DONE_BYTES).toString('hex')).toBe('6300000004');
  });

  it('take the place of those that are stored, and of no others', () => {
    const [first, second] = [new CopyRows(table('a'), 5_000), new CopyRows(table('a'), 5_000)];
    const place = first.finish().buffer;
    const notFree = second.finish();
    first.free();
    const third = new CopyRows(table('a'), 4_000);
    third.row();
    third.bytes(Buffer.alloc(3_000, 7));
    expect(third.finish().buffer).toBe(place);
    expect(notFree.length).toBe(FRAME_BYTES + HEADER_BYTES + 2 + DONE_BYTES);
    expect(new CopyRows(table('a'), 4_000).finish().byteOffset).not.toBe(third.finish().byteOffset);
  });

  it('refuse a number that PostgreSQL would refuse, as it would', () => {
    const rows = new CopyRows(table('a'), 0);
    expect(() => rows.integer(2 ** 40)).toThrow(expect.objectContaining({ code: '22003' }));
    expect(() => rows.integer(0.5)).toThrow(expect.objectContaining({ code: '22003' }));
  });
});
