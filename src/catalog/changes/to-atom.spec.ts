import { describe, expect, it } from '@jest/globals';
import type { ToldChange } from './changes-answer.js';
import { toAtom } from './to-atom.js';

const place = { origin: 'https://c.example', self: '/catalog/v1/changes.atom', page: '/changes' };
const change: ToldChange = {
  ...{ key: 'version:orders.placed@2', at: '2026-11-27T10:00:00.123Z', by: 'ada <a&b>' },
  ...{ kinds: ['version', 'forced'], sentence: 'Version 2: let in by force.', version: 2 },
  event: { id: 'orders.placed', name: 'Order "placed" & <more>', owner: 'orders' },
  reason: 'Because \u0000 of ]]>',
  effect: {
    ...{ class: 'breaks-readers', says: 'breaks readers', changes: 1, breaking: 1 },
    first: '"total" is gone.',
  },
};

describe('changes as a feed', () => {
  it('has everything RFC 4287 asks for, escaped', () => {
    const feed = toAtom({ changes: [change] }, place);
    expect(feed).toContain('<updated>2026-11-27T10:00:00.123Z</updated>');
    expect(feed).toMatch(
      /<id>urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}<\/id>/,
    );
    expect(feed).toContain(
      '<title>Order &quot;placed&quot; &amp; &lt;more&gt;: Version 2: let in by force.</title>',
    );
    expect(feed).toContain('<name>ada &lt;a&amp;b&gt;</name>');
    expect(feed).toContain('href="https://c.example/events/orders.placed/diff/1..2"');
    expect(feed).toContain('“Because \ufffd of ]]&gt;” Breaks readers. &quot;total&quot; is gone.');
    expect(feed).toContain('<category term="forced"/>');
  });

  it('names the same change alike, and each other one otherwise', () => {
    const idsOf = (feed: string) => feed.match(/urn:uuid:[^<]+/g);
    const other = { ...change, key: 'version:orders.placed@3' };
    const [first, second] = idsOf(toAtom({ changes: [change, other] }, place)) ?? [];
    expect(idsOf(toAtom({ changes: [change] }, place))).toEqual([first]);
    expect(second).not.toBe(first);
  });

  it('leads to the event of a first version, and to the moment of what is about no event', () => {
    const { event: _, effect: __, version: ___, reason: ____, ...bare } = change;
    const feed = toAtom(
      {
        changes: [
          { ...change, version: 1 },
          { ...bare, by: '' },
        ],
      },
      place,
    );
    expect(feed).toContain('href="https://c.example/events/orders.placed"');
    expect(feed).toContain('href="https://c.example/changes?until=2026-11-27T10%3A00%3A00.124Z"');
    expect(feed).toContain('<name>unnamed</name>');
  });

  it('says when it was new also where nothing changed, and where its next page is', () => {
    expect(toAtom({ changes: [] }, place)).toContain('<updated>1970-01-01T00:00:00.000Z</updated>');
    const since = { changes: [], since: '2026-11-20T09:00:00.000Z' };
    const next = `${place.self}?cursor=x&limit=1`;
    const feed = toAtom({ ...since, contract: { id: 'a', name: 'A' } }, { ...place, next });
    expect(feed).toContain('<updated>2026-11-20T00:00:00.000Z</updated>');
    expect(feed).toContain('<title>Changes of A</title>');
    expect(feed).toContain(
      'rel="next" href="https://c.example/catalog/v1/changes.atom?cursor=x&amp;limit=1"',
    );
  });
});
