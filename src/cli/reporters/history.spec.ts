import { describe, expect, it } from '@jest/globals';
import type { History } from '../history/history.js';
import { historyFormats } from './history.js';

const pen = { isColour: false };
const made = { version: 1, publishedAt: '2026-11-23T09:30:12.345Z', publishedBy: 'ada' };
const history = (more: Partial<typeof made & { reason: string; isForced: boolean }>): History => ({
  ...{ registry: 'http://127.0.0.1:8081', since: '2026-11-20T00:00:00.000Z' },
  contracts: [{ id: 'a.b', team: 'a', versions: [{ ...made, isForced: false, ...more }] }],
});
const told = (format: string, about: History): string => historyFormats[format]?.(about, pen) ?? '';

describe('what was published, told', () => {
  it('names who, when and why, and that it was forced', () => {
    const text = told('text', history({ reason: 'Gifts need a card.', isForced: true }));
    expect(text).toContain('  v1  2026-11-23 09:30 UTC by ada, forced\n    Gifts need a card.\n');
    expect(text).toContain('1 version of 1 contract, none breaking');
  });

  it('leaves out a reason nobody gave, and says where nobody gave a name', () => {
    const text = told('text', history({ publishedBy: '' }));
    expect(text).toContain('  v1  2026-11-23 09:30 UTC by unnamed\n    ✓ It is new.');
  });

  it('a reason commands neither a terminal nor Markdown', () => {
    const about = history({ reason: 'a\u001b[2J\nb <i> @ada #1' });
    expect(told('text', about)).toContain('    a [2J b <i> @ada #1\n');
    expect(told('markdown', about)).toContain('> a\u001b\\[2J b &lt;i&gt; @\u200bada \\#1');
  });

  it('a version whose promise stayed says so', () => {
    const same = { name: 'a.b', path: '', schemaPath: '', verdict: 'compatible' } as const;
    const compared = { ...same, against: [], findings: [], doubts: [], notes: [] };
    const [contract] = history({}).contracts;
    const versions = (contract?.versions ?? []).map((each) => ({ ...each, compared }));
    const about = { ...history({}), contracts: [{ id: 'a.b', team: 'a', versions }] };
    expect(told('text', about)).toContain('✓ It promises the same as before.');
    expect(JSON.parse(told('json', about))).toMatchObject({
      contracts: [{ versions: [{ change: 'changed', changes: [] }] }],
    });
  });

  it.each(['text', 'markdown'])('as %s nothing is said to be nothing', (format) => {
    const none = { ...history({}), contracts: [] };
    expect(told(format, none)).toMatch(/^Nothing was published at .* since 2026-11-20 00:00 UTC/);
  });
});
