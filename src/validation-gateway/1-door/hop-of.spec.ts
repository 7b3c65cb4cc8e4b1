import { describe, expect, it } from '@jest/globals';
import { hopOf } from './hop-of.js';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const parent = '00f067aa0ba902b7';
const given = `00-${trace}-${parent}-01`;
const told = (headers: Record<string, string | string[]>) =>
  hopOf(headers)?.map(([name, value]) => [name, String(value)]);
const stateOf = (tracestate: string | string[]) =>
  told({ traceparent: given, tracestate })?.[1]?.[1];

describe('the trace a request came with', () => {
  it('goes on with a parent of our own, another one each time', () => {
    const [one, other] = [told({ traceparent: given }), told({ traceparent: given })];
    expect(one).toEqual([['traceparent', expect.stringMatching(`^00-${trace}-[0-9a-f]{16}-01$`)]]);
    expect(one?.[0]?.[1]).not.toContain(parent);
    expect(one).not.toEqual(other);
  });

  it.each([
    ['01', '01'],
    ['00', '00'],
    ['03', '03'],
    ['ff', '03'],
  ])('of the flags %s those anybody has given a meaning stay: %s', (flags, kept) => {
    const [[, value = ''] = []] = told({ traceparent: `00-${trace}-${parent}-${flags}` }) ?? [];
    expect(value.slice(-2)).toBe(kept);
  });

  it('of a later version is understood as far as it is known', () => {
    const later = told({ traceparent: `cc-${trace}-${parent}-01-what-the-future-brings` });
    expect(later?.[0]?.[1]).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-01$`));
  });

  it.each([
    ['nothing', ''],
    ['a word', 'trace'],
    ['a forbidden version', `ff-${trace}-${parent}-01`],
    ['more than version 00 has', `${given}-00`],
    ['upper case', given.toUpperCase()],
    ['no trace', `00-${'0'.repeat(32)}-${parent}-01`],
    ['no parent', `00-${trace}-${'0'.repeat(16)}-01`],
    ['too short', given.slice(0, -1)],
    ['two of them, joined', `${given}, ${given}`],
  ])('is ignored where it is malformed: %s', (_, traceparent) => {
    expect(told({ traceparent, tracestate: 'a=1' })).toBeUndefined();
  });

  it('is ignored where it did not come, or came twice', () => {
    expect(told({ tracestate: 'a=1' })).toBeUndefined();
    expect(told({ traceparent: [given, given] })).toBeUndefined();
  });

  it('keeps the state of others, in their order', () => {
    expect(stateOf('rojo=00f067aa0ba902b7, congo=t61rcWkgMzE ,,a@b= x')).toBe(
      'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE,a@b= x',
    );
    expect(stateOf(['b=2', 'a=1'])).toBe('b=2,a=1');
  });

  it.each([
    ['nothing', ''],
    ['no value', 'a'],
    ['a name of capitals', 'A=1'],
    ['a name twice', 'a=1,a=2'],
    ['too many', Array.from({ length: 33 }, (_, i) => `k${i}=1`).join(',')],
  ])('hands on no state that is malformed: %s', (_, state) => {
    expect(stateOf(state)).toBeUndefined();
    expect(told({ traceparent: given, tracestate: state })).toHaveLength(1);
  });

  it('hands on whole members of a state, and 512 characters at most', () => {
    const members = Array.from({ length: 10 }, (_, i) => `k${i}=${'x'.repeat(97)}`);
    expect(stateOf(members.join(','))).toBe(members.slice(0, 5).join(','));
  });
});
