import { describe, expect, it } from '@jest/globals';
import { ChainCheck, type SealedEvent } from './chain-check.js';
import { digestOf, type StoredEvent } from './digest-of.js';
import { batchDigest, sealOf } from './seal.js';

const NOTHING = Buffer.alloc(0);
const EMPTY: StoredEvent = {
  key: null,
  value: null,
  headers: null,
  contractId: null,
  contractVersion: null,
  schemaId: null,
  eventId: null,
  source: null,
};

/** Batches of values, chained as the log chains them. */
function logOf(batches: readonly (readonly string[])[]): SealedEvent[] {
  const events: SealedEvent[] = [];
  let previous: Buffer = NOTHING;
  batches.forEach((values, n) => {
    const loggedAt = Buffer.alloc(8, n);
    const stored = values.map((value) => ({ ...EMPTY, value: Buffer.from(value) }));
    const digests = stored.map(digestOf);
    previous = sealOf(previous, loggedAt, batchDigest(digests));
    stored.forEach((event, i) =>
      events.push({
        ...event,
        offset: events.length,
        loggedAt,
        digest: digests[i]!,
        seal: i === stored.length - 1 ? previous : null,
      }),
    );
  });
  return events;
}

const written = logOf([['a', 'b'], ['c'], ['d', 'e', 'f']]);
const end = { offset: 5, seal: written[5]!.seal! };

function check(events: readonly SealedEvent[], last = end): ChainCheck {
  const chain = new ChainCheck({ offset: -1, seal: NOTHING });
  for (const event of events) chain.take(event);
  chain.finish(last);
  return chain;
}
const kinds = (events: readonly SealedEvent[], last = end) =>
  check(events, last).faults.map(({ kind, offset }) => `${kind} ${offset}`);
const changed = (at: number, change: Partial<SealedEvent>) =>
  written.map((event, i) => (i === at ? { ...event, ...change } : event));

describe('a chain of events', () => {
  it('that is as it was written has no fault, and ends with its last seal', () => {
    const chain = check(written);
    expect(chain.faults).toEqual([]);
    expect([chain.events, chain.last]).toEqual([6, end]);
  });

  it('shows which event was changed', () => {
    expect(kinds(changed(1, { value: Buffer.from('x') }))).toEqual(['changed 1']);
    expect(kinds(changed(3, { key: NOTHING }))).toEqual(['changed 3']);
    expect(kinds(changed(3, { digest: null }))).toEqual(['changed 3']);
  });

  it('breaks at the next seal where the digest was forged with the event', () => {
    const event = { ...written[3]!, value: Buffer.from('x') };
    expect(kinds(changed(3, { ...event, digest: digestOf(event) }))).toEqual(['broken 5']);
  });

  it('breaks where a later seal was forged too, until the partition’s own row is', () => {
    const forged = logOf([['a', 'b'], ['x'], ['d', 'e', 'f']]);
    expect(kinds(forged)).toEqual(['broken 5']);
    expect(kinds(forged, { offset: 5, seal: forged[5]!.seal! })).toEqual([]);
  });

  it('shows what is missing, twice there, or cut off', () => {
    expect(kinds(written.filter(({ offset }) => offset !== 1))).toEqual(['missing 1', 'broken 2']);
    expect(kinds(written.filter(({ offset }) => offset !== 2))).toEqual(['missing 2', 'broken 5']);
    expect(kinds([written[0]!, ...written])).toEqual(['inserted 0', 'broken 1']);
    expect(kinds(written.slice(0, 3))).toEqual(['cut 3']);
  });

  it('shows a moment that was changed, and a last event without a seal', () => {
    expect(kinds(changed(2, { loggedAt: Buffer.alloc(8, 9) }))).toEqual(['broken 2']);
    expect(kinds(changed(4, { loggedAt: Buffer.alloc(8, 9) }))).toEqual(['broken 5']);
    expect(kinds(changed(5, { seal: null }))).toEqual(['broken 5']);
  });

  it('gives up on a batch that never ends', () => {
    const [event] = written;
    const chain = new ChainCheck({ offset: -1, seal: NOTHING });
    for (let offset = 0; offset <= 10_001; offset++) chain.take({ ...event!, offset, seal: null });
    expect(chain.faults).toMatchObject([{ kind: 'broken', offset: 10_000 }]);
    expect(chain.isSealed).toBe(false);
  });
});

describe('the digest of an event', () => {
  it('differs whenever a column does, also between nothing and an empty text', () => {
    const events: StoredEvent[] = [
      EMPTY,
      { ...EMPTY, key: NOTHING },
      { ...EMPTY, value: NOTHING },
      { ...EMPTY, key: Buffer.from('ab') },
      { ...EMPTY, key: Buffer.from('a'), value: Buffer.from('b') },
      { ...EMPTY, headers: '[]' },
      { ...EMPTY, contractId: 'a' },
      { ...EMPTY, contractVersion: 1 },
      { ...EMPTY, schemaId: 1 },
      { ...EMPTY, eventId: 'a' },
      { ...EMPTY, source: 'a' },
    ];
    const digests = new Set(events.map((event) => digestOf(event).toString('hex')));
    expect(digests.size).toBe(events.length);
  });
});
