import { describe, expect, it } from '@jest/globals';
import type { IndexEntry } from '../discover/index-entry.js';
import type { Parties } from '../parties/party-book.js';
import { SeenWriters } from '../tallies/seen-writers.js';
import { declaredNames } from './declared-names.js';
import { lineageGraph } from './lineage-graph.js';

const lastSeen = new Date('2026-11-20T10:00:00Z');

/** An event on a topic of its own name, declared to be sent by the shop. */
const entry = (id: string) =>
  ({
    row: { id, name: id, status: 'active', owner: 'orders' },
    contract: { id, channel: { topic: id }, producers: [{ principal: 'shop', source: '/shop' }] },
  }) as unknown as IndexEntry;

const said = (consumer: string, of: string) => ({
  consumption: { consumer, of, owner: { team: 'money' }, environments: [], needs: {} },
  ...{ declaredAt: lastSeen, declaredBy: 'ci' },
});

const parties: Parties = {
  writers: new SeenWriters([
    { contractId: 'b', name: 'till', accepted: 1, refused: 0, lastSeen, versions: [1] },
  ]),
  groups: new Map([
    ['b', [{ name: 'export', topic: 'b', where: 'log', members: 1, lag: 0, lastSeen }]],
  ]),
  consumptions: new Map([['a', [said('billing', 'a')]]]),
};

describe('who stands around whom', () => {
  const entries = ['b', 'a'].map(entry);
  const byId = new Map(entries.map((each) => [each.row.id, each]));
  const graph = lineageGraph({ byId, names: declaredNames(entries) }, parties, '2026-11-26');
  const ends = (node: string) => ({
    from: graph.at(node)?.upstream.map(({ from }) => from),
    to: graph.at(node)?.downstream.map(({ to }) => to),
  });

  it('an event stands between who writes and who reads it', () => {
    expect(ends('event:a')).toEqual({ from: ['service:shop'], to: ['service:billing'] });
    expect(ends('event:b')).toEqual({
      from: ['service:shop', 'service:till'],
      to: ['service:export'],
    });
  });

  it('a service stands at each of its events, declared or seen, in order of their names', () => {
    expect(ends('service:shop')).toEqual({ from: [], to: ['event:a', 'event:b'] });
    expect(ends('service:till')).toEqual({ from: [], to: ['event:b'] });
    expect(ends('service:export')).toEqual({ from: ['event:b'], to: [] });
  });

  it('a service is of the team it declared', () => {
    expect(graph.at('service:billing')?.node).toMatchObject({ kind: 'service', owner: 'money' });
    expect(graph.at('service:shop')?.node).not.toHaveProperty('owner');
  });

  it('what nobody knows has no place, nor has the source of a declared producer', () => {
    const nodes = ['service:nobody', 'service:/shop', 'event:c', 'a'];
    expect(nodes.map((node) => graph.at(node))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
