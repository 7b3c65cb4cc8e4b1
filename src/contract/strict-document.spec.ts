import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readStrictDocument } from './strict-document.js';

const shape = z.strictObject({
  team: z.strictObject({ name: z.string(), size: z.number().optional() }),
  by: z.record(z.string(), z.strictObject({ on: z.date().optional() })).default({}),
  odd: z.union([z.strictObject({ a: z.string() }), z.string()]).optional(),
});
const faultsOf = (text: string) => {
  const read = readStrictDocument(text, shape);
  return read.ok ? [] : read.error;
};

describe('a document beside a contract', () => {
  it('is read as its shape says', () => {
    const read = readStrictDocument('team: { name: a }', shape);
    expect(read).toEqual({ ok: true, value: { team: { name: 'a' }, by: {} } });
  });

  it.each([
    ['a text that cannot be read', 'team: [', { code: 'CONTRACT_SYNTAX' }],
    ['nothing', '# later', { message: 'The document is empty: it holds no key.' }],
    [
      'a key nobody reads, with its line',
      'team: { name: a }\nby: {}\ntaem: 1',
      { line: 3, message: 'Did you mean "team"?' },
    ],
    [
      'one in a list of blocks',
      'team: { name: a, naem: b }',
      { pointer: '/team/naem', message: '"name"' },
    ],
    [
      'one in a block of any keys',
      'team: { name: a }\nby: { x: { no: 1 } }',
      { pointer: '/by/x/no', message: '"on"' },
    ],
    [
      'a value of a kind that has no other word',
      'team: { name: a }\nby: { x: { on: 1 } }',
      { message: 'must be date' },
    ],
  ])('%s is a fault', (_, text, { message = '', ...rest }: { message?: string } & object) => {
    expect(faultsOf(text)[0]).toMatchObject({
      ...rest,
      message: expect.stringContaining(message),
    });
  });
});
