import { describe, expect, it } from '@jest/globals';
import { hashOf } from './audit-entry.js';
import { checkEnd, type CheckedEntry, checkEntries, type Link } from './check-entries.js';

const BEGINNING: Link = { n: 0, hash: Buffer.alloc(0) };

function chainOf(length: number): CheckedEntry[] {
  const entries: CheckedEntry[] = [];
  let { hash } = BEGINNING;
  for (let n = 1; n <= length; n++) {
    const moment = Buffer.alloc(8, n);
    const said = { n, moment, actor: 'ada', action: 'hold.placed', target: `t${n}`, details: '{}' };
    hash = hashOf(hash, said);
    entries.push({ ...said, hash, at: new Date(0) });
  }
  return entries;
}
const linkTo = ({ n, hash }: CheckedEntry): Link => ({ n, hash });

describe('the chain of the audit', () => {
  const entries = chainOf(5);
  const [first, second, third, fourth, fifth] = entries as [
    ...[CheckedEntry, CheckedEntry, CheckedEntry, CheckedEntry, CheckedEntry],
  ];

  it('holds as it was recorded, as a whole and from any entry on', () => {
    expect(checkEntries(BEGINNING, entries)).toEqual({ last: linkTo(fifth) });
    expect(checkEntries(linkTo(second), [third, fourth])).toEqual({ last: linkTo(fourth) });
    expect(checkEntries(BEGINNING, [])).toEqual({ last: BEGINNING });
    expect(checkEnd(linkTo(fifth), linkTo(fifth))).toBeUndefined();
  });

  it.each([
    ['who did it', { actor: 'eve' }],
    ['what was done', { action: 'hold.lifted' }],
    ['to what', { target: 't4' }],
    ['why', { details: '{"reason":"x"}' }],
    ['when', { moment: Buffer.alloc(8, 9) }],
    ['its hash', { hash: Buffer.alloc(32) }],
    ['a letter moved from one text to the next', { actor: 'ad', action: 'ahold.placed' }],
  ])('tells an entry of which somebody changed %s', (_, change) => {
    const { last, fault } = checkEntries(BEGINNING, [
      ...[first, second, { ...third, ...change }, fourth],
    ]);
    expect([last, fault]).toMatchObject([linkTo(second), { kind: 'changed', n: 3 }]);
  });

  it('tells an entry that was taken away, the first one too, and one that was put in', () => {
    const faultOf = (...some: CheckedEntry[]) => checkEntries(BEGINNING, some).fault;
    expect(faultOf(first, third)).toMatchObject({ kind: 'missing', n: 2 });
    expect(faultOf(second)).toMatchObject({ kind: 'missing', n: 1 });
    expect(faultOf(first, { ...third, n: 2 })).toMatchObject({ kind: 'changed', n: 2 });
  });

  it('tells a chain that ends before what was recorded last, after it, or otherwise', () => {
    expect(checkEnd(linkTo(third), linkTo(fifth))).toMatchObject({ kind: 'cut', n: 4 });
    expect(checkEnd(linkTo(fifth), linkTo(third))).toMatchObject({ kind: 'inserted', n: 4 });
    const other = { n: 5, hash: Buffer.alloc(32) };
    expect(checkEnd(linkTo(fifth), other)).toMatchObject({ kind: 'changed', n: 5 });
  });
});
