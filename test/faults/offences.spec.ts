import { describe, expect, it } from '@jest/globals';
import { EntityModel } from './entity-model.js';
import { type Custody, type Entry, type Found, offences } from './offences.js';

const entry = (id: string, change: Partial<Entry> = {}): Entry => ({
  event: { id, key: 'k', version: Number(id), isWellFormed: true },
  ...{ sha: `sha-${id}`, expected: 'in', unknown: 0 },
  answer: { status: 200, verdict: 'accepted', position: `0@${Number(id) - 1}` },
  ...change,
});
const found = (id: string, position = `0@${Number(id) - 1}`): Found => ({
  ...{ id, position, key: 'k', version: Number(id), sha: `sha-${id}` },
});
const good: Custody = {
  book: [entry('1'), entry('2')],
  log: [found('1'), found('2')],
  kafka: [found('1'), found('2')],
  acceptedByMetrics: 2,
};
const refusedEntry = entry('2', {
  expected: 'refused',
  answer: { status: 409, verdict: 'quarantined', position: undefined },
});
const told = (position: string) => ({ status: 200, verdict: 'duplicate', position });

describe('the book of custody', () => {
  it('finds nothing where nothing happened', () => {
    expect(offences(good)).toEqual([]);
  });

  it.each<[string, Partial<Custody>]>([
    ['lost', { log: [found('1')], acceptedByMetrics: 1 }],
    ['lost', { kafka: [found('2')] }],
    ['lost', { kafka: [found('1'), { ...found('2'), sha: 'other' }] }],
    ['leaked', { book: [entry('1'), refusedEntry] }],
    ['duplicated', { kafka: [found('1'), found('1', '0@7'), found('2')] }],
    ['disordered', { kafka: [found('2'), found('1')] }],
    ['disordered', { log: [found('1'), found('2', '0@2')] }],
    ['unstable', { book: [...good.book, entry('2', { expected: 'repeat', answer: told('0@0') })] }],
    ['unsettled', { book: [entry('1'), entry('2', { answer: undefined })] }],
    ['wrong verdict', { book: [entry('1'), entry('2', { answer: told('0@1') })] }],
    ['miscounted', { acceptedByMetrics: 3 }],
    ['shared', { book: [entry('1'), entry('2', { answer: { ...told('0@0') } })] }],
  ])('finds what was %s', (offence, change) => {
    expect(offences({ ...good, ...change }).map((each) => each.split(':')[0])).toContain(offence);
  });

  it('lets a repeat after silence be told that the first attempt went in', () => {
    const book = [entry('1'), entry('2', { unknown: 1, answer: told('0@1') })];
    expect(offences({ ...good, book })).toEqual([]);
  });
});

describe('the reference model', () => {
  it('admits rising versions once and refuses the rest', () => {
    const model = new EntityModel();
    const judge = (id: string, version: number, isWellFormed = true) =>
      model.judge({ id, key: 'k', version, isWellFormed });
    expect(judge('a', 1)).toBe('in');
    expect(judge('b', 1)).toBe('refused');
    expect(judge('a', 1)).toBe('repeat');
    expect(judge('c', 2, false)).toBe('refused');
    expect(judge('d', 2)).toBe('in');
  });
});
