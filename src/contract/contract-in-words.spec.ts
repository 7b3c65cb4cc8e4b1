import { describe, expect, it } from '@jest/globals';
import { blocksNotEnforced, contractBlocks } from './contract-blocks.js';
import { contractInWords, promisesOf } from './contract-in-words.js';
import { durationInWords } from './duration-in-words.js';
import { contractOf } from '../../test/support/contract-of.js';

const order = { type: 'order', key: '/orderId' };
const usual = [
  'Fields that the schema does not declare are let through with a warning.',
  'Breaches are refused.',
];

describe('a contract in words', () => {
  it('is short when little is promised [covers 7]', () => {
    expect(contractInWords(contractOf())).toEqual([
      'Each event says that something happened.',
      'Delivered at least once: an event may be repeated, never lost.',
      ...usual,
    ]);
  });

  it('tells of a policy that is tried beside it, and of whom it decides', () => {
    const told = (rollout: object) =>
      contractInWords(contractOf({ rollout: { candidate: { undeclared: 'refuse' }, ...rollout } }));
    expect(told({ percent: 0 })).toContain(
      'Another policy is compared with this one, and decides nothing.',
    );
    expect(told({ percent: 10, stickiness: 'producer' })).toContain(
      'Another policy decides for 10 % of the producers, the same always, and is compared with this one for all.',
    );
  });

  it('tells where copies of refused events go', () => {
    expect(
      contractInWords(contractOf({ enforcement: { deadLetterTopic: 'orders.refused' } })),
    ).toContain('A copy of what is refused goes to orders.refused.');
  });

  it('tells how loosely formats and enums are read, where they are', () => {
    const compatibility = { formats: 'annotate', enums: 'open' };
    expect(contractInWords(contractOf({ compatibility }))).toEqual([
      'Each event says that something happened.',
      'Delivered at least once: an event may be repeated, never lost.',
      usual[0],
      'A text of another form than its "format" says is accepted.',
      'A value that its "enum" does not list is accepted.',
      usual[1],
    ]);
  });

  it('tells everything a full contract promises [covers 7]', () => {
    const contract = contractOf({
      channel: { topic: 'orders', key: '/orderId', retention: 'P30D', cleanup: 'compact' },
      undeclared: 'refuse',
      producers: [{ principal: 'svc' }],
      semantics: {
        kind: 'state',
        entity: {
          ...order,
          version: '/v',
          gap: 'wait:PT5S',
          sourceOfTruth: '/orders/eu',
          canonical: true,
        },
        operation: { from: '/op', delete: ['D', 'X'] },
        transitions: {
          field: '/status',
          graph: { new: ['paid', 'cancelled'], paid: ['shipped'], shipped: [] },
        },
        delivery: 'effectively-once',
        dedup: { window: 'P7D' },
        conflict: { policy: 'review' },
        staleness: { p99: 'PT5S', max: 'PT1M' },
      },
      enforcement: { percent: 5 },
      deprecation: { from: '2027-01-01', sunset: '2027-07-01' },
    });
    expect(contractInWords(contract)).toEqual([
      'Each event carries the whole state of an order.',
      'Each order has one writer.',
      'An order is known by /orderId.',
      'The truth about an order lives at /orders/eu.',
      'Versions of an order must rise.',
      'A skipped version is waited for, 5 seconds at most.',
      'The latest state of each order can be asked for.',
      'D or X in /op deletes the order.',
      'From new only paid or cancelled may follow.',
      'From paid only shipped may follow.',
      'From shipped nothing changes any more.',
      'Delivered effectively once: neither lost nor repeated.',
      'A repetition within 7 days is recognised; one with other content is refused.',
      'When writers disagree, a person decides.',
      '99 of 100 events arrive within 5 seconds.',
      'Every event arrives within 1 minute.',
      'Events with the same /orderId stay in order.',
      'Events are kept for 30 days.',
      'Of each key the latest event is kept.',
      'Fields that the schema does not declare are refused.',
      'Deprecated from 2027-01-01.',
      'Ends on 2027-07-01.',
      'Breaches are refused for 5 % of the keys, the same always; of others they are let through with a warning.',
    ]);
  });

  it.each<[object, string]>([
    [{ semantics: { kind: 'command' } }, 'Each event asks for something to be done.'],
    [{ semantics: { kind: 'state' } }, 'Each event carries the whole state of something.'],
    [
      { semantics: { entity: { type: 'customer', key: '@subject' } } },
      'Each event says that something happened to a customer.',
    ],
    [
      { semantics: { entity: { type: 'customer', key: '@subject' } } },
      'A customer is known by @subject.',
    ],
    [{ semantics: { entity: { ...order, version: '/v' } } }, 'Versions may be skipped.'],
    [
      { semantics: { entity: { ...order, version: '/v', gap: 'reject' } } },
      'No version may be skipped.',
    ],
    [
      {
        semantics: {
          entity: { ...order, version: '/v' },
          conflict: { policy: 'last-writer-wins' },
        },
      },
      'Which write is the later one is told by its clock, not by its version.',
    ],
    [{ schema: { format: 'protobuf', message: 'a.B' } }, 'Each event is a message a.B.'],
    [{ semantics: { operation: { from: '/op', delete: ['D'] } } }, 'D in /op deletes the entity.'],
    [
      { semantics: { delivery: 'at-most-once' } },
      'Delivered at most once: an event may be lost, never repeated.',
    ],
    [
      { semantics: { dedup: { window: 'PT1H', onMismatch: 'accept' } } },
      'A repetition within 1 hour is recognised; one with other content is accepted.',
    ],
    [
      { semantics: { conflict: { policy: 'reject' } } },
      'When writers disagree, the later write is refused.',
    ],
    [
      { semantics: { entity: order, conflict: { policy: 'vector-clock' } } },
      'When writers disagree, their clocks tell whether one knew of the other.',
    ],
    [
      { semantics: { entity: order, conflict: { policy: 'merge', merge: { '/tags': 'union' } } } },
      'When writers disagree, their writes are merged field by field: /tags by union, all others by last-writer-wins.',
    ],
    [{ limits: { size: '64KiB' } }, 'An event has 64KiB at most.'],
    [{ limits: { rate: '100/s' } }, 'Each producer sends 100 events a second at most.'],
    [
      { retry: {} },
      'Who is told to come again waits 1 second, then 2 times as long each time, 1 minute at most, all of it left to chance.',
    ],
    [
      { retry: { initialBackoff: 'PT5S', backoffMultiplier: 1, jitter: 'none' } },
      'Who is told to come again waits 5 seconds each time.',
    ],
    [
      { retry: { initialBackoff: 'PT1M', jitter: 'equal' } },
      'Who is told to come again waits 1 minute each time, half of it left to chance.',
    ],
    [{ retry: { maxAttempts: 5 } }, 'An event is sent 5 times at most.'],
    [{ retry: { maxAttempts: 1 } }, 'No event is sent again.'],
    [{ semantics: { conflict: { policy: 'review' } } }, 'When writers disagree, a person decides.'],
    [
      {
        producers: [{ source: 'a' }, { source: 'b' }],
        semantics: { entity: order, conflict: { policy: 'merge' } },
      },
      '2 writers may change the same order.',
    ],
    [{ undeclared: 'allow' }, 'Fields that the schema does not declare are let through.'],
    [{ enforcement: { mode: 'off' } }, 'Nothing of this is checked.'],
    [
      { enforcement: { percent: 5, by: 'producer' } },
      'Breaches are refused for 5 % of the producers, the same always; of others they are let through with a warning.',
    ],
    [{ rules: [{ name: 'paid', cel: 'paid' }] }, 'paid: paid'],
    [{ rules: [{ name: 'paid', cel: 'paid', message: 'Pay first.' }] }, 'paid: Pay first.'],
    [{ enforcement: { mode: 'observe', percent: 5 } }, 'Breaches are recorded, not refused.'],
    [{ enforcement: { mode: 'warn' } }, 'Breaches are let through with a warning.'],
  ])('%j reads as one sentence [covers 7]', (changes, sentence) => {
    expect(contractInWords(contractOf(changes as Record<string, unknown>))).toContain(sentence);
  });

  it('is the same for the same contract, and whole sentences for every combination [covers 7]', () => {
    for (const kind of ['event', 'state', 'command'])
      for (const delivery of ['at-most-once', 'at-least-once', 'effectively-once'])
        for (const undeclared of ['refuse', 'warn', 'allow'])
          for (const mode of ['off', 'observe', 'warn', 'enforce'])
            for (const entity of [undefined, order, { ...order, version: '/v' }]) {
              if (delivery === 'at-most-once' && entity && 'version' in entity) continue;
              const contract = contractOf({
                undeclared,
                enforcement: { mode },
                semantics: { kind, delivery, entity },
              });
              const words = contractInWords(contract);
              expect(contractInWords(contract)).toEqual(words);
              for (const sentence of words) expect(sentence).toMatch(/^[A-Z0-9].*\.$/);
              expect(new Set(words).size).toBe(words.length);
              expect(words.join(' ')).not.toContain('undefined');
            }
  });
});

describe('a duration in words', () => {
  it.each([
    ['P1Y2M3W4D', '1 year 2 months 3 weeks 4 days'],
    ['PT1H1M1.5S', '1 hour 1 minute 1.5 seconds'],
    ['nonsense', ''],
  ])('%s is "%s"', (text, words) => {
    expect(durationInWords(text)).toBe(words);
  });
});

describe('the promises of a contract', () => {
  it('name the block that makes them, and only blocks there are', () => {
    const names = new Set(contractBlocks.map(({ name }) => name));
    const told = promisesOf(contractOf({ channel: { topic: 'a', retention: 'P30D' } }));
    expect(told).toContainEqual({
      block: 'channel.retention',
      sentence: 'Events are kept for 30 days.',
    });
    expect(told.filter(({ block }) => block !== 'semantics.kind' && !names.has(block))).toEqual([]);
  });

  it('are all kept by the gateway when only shape is promised', () => {
    expect(
      blocksNotEnforced(
        contractOf({
          channel: { topic: 'a', key: '/k' },
          envelope: { type: 'a' },
          fields: { '/a': { deprecatedOn: '2027-01-01' } },
        }),
      ),
    ).toEqual([]);
  });

  it('that settle conflicts are one thing, those that merge another', () => {
    const declared = (policy?: string) => {
      const contract = contractOf({
        semantics: policy ? { entity: order, conflict: { policy } } : {},
      });
      return contractBlocks
        .filter(({ name, isDeclared }) => name.includes('conflict') && isDeclared(contract))
        .map(({ name }) => name);
    };
    expect([declared(), declared('reject'), declared('merge')]).toEqual([
      [],
      ['semantics.conflict'],
      ['semantics.conflict.merge'],
    ]);
  });

  it('that are recorded only are named', () => {
    const contract = contractOf({
      channel: { topic: 'a', retention: 'P30D', cleanup: 'compact' },
      producers: [{ source: 'a' }],
      rules: [{ name: 'r', cel: 'true' }],
      fields: { '/a': { sunsetOn: '2027-01-01' } },
      deprecation: {},
      semantics: {
        entity: { ...order, version: '/v', gap: 'wait:PT5S' },
        operation: { from: '/op' },
        transitions: { field: '/s', graph: { a: [] } },
        delivery: 'effectively-once',
        dedup: { window: 'P1D' },
        conflict: { policy: 'reject' },
        staleness: {},
      },
      enforcement: { percent: 10, rollbackAbove: { rejectRate: 0.1, over: 'PT1M' } },
    });
    const named = blocksNotEnforced(contract).map(({ name }) => name);
    expect(named).toEqual(
      contractBlocks.filter(({ isEnforced }) => !isEnforced).map(({ name }) => name),
    );
  });

  it('have names of their own and one sentence each', () => {
    expect(new Set(contractBlocks.map(({ name }) => name)).size).toBe(contractBlocks.length);
    for (const { promise } of contractBlocks) expect(promise).toMatch(/^[A-Z].*\.$/);
  });

  it('that the gateway keeps are declared only where they are', () => {
    const declared = (changes = {}) =>
      contractBlocks
        .filter((block) => block.isEnforced && block.isDeclared(contractOf(changes)))
        .map(({ name }) => name);
    expect(declared()).toEqual(['schema', 'undeclared', 'enforcement.mode']);
    expect(declared({ fields: { '/a': { mask: 'hash' } }, envelope: { type: 'x' } })).toEqual([
      'schema',
      'undeclared',
      'envelope',
      'enforcement.mode',
    ]);
  });
});
