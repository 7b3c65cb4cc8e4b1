import { expect, it } from '@jest/globals';
import { keywordReadingOf } from './keyword-reading-of.js';

it.each([
  [{}, 'assert'],
  [{ formats: 'assert' }, 'assert'],
  [{ formats: 'annotate' }, 'annotate'],
] as const)('a contract that says %j of formats has them read as "%s"', (said, formats) => {
  const compatibility = { mode: 'BACKWARD', window: 'all', enums: 'open', ...said } as const;
  expect(keywordReadingOf({ compatibility })).toEqual({ formats, enums: 'open' });
});
