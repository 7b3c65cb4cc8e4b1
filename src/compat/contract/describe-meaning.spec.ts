import { describe, expect, it } from '@jest/globals';
import { type Contract, readContract } from '#contract';
import { groupPropertyOf } from '../compatibility-group.js';
import { describeMeaning } from './describe-meaning.js';
import { sidesInWords } from './render-meaning.js';

function contractOf(changes: object): Contract {
  const read = readContract({
    apiVersion: 'concordat/v1',
    kind: 'EventContract',
    id: 'orders',
    owner: { team: 'orders' },
    channel: { topic: 'orders' },
    ...changes,
  });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}
const meaning = (old: object, changed: object) =>
  describeMeaning({ old: contractOf(old), new: contractOf(changed) });
const told = (old: object, changed: object) =>
  meaning(old, changed).map(({ severity, message }) => `${severity}: ${message}`);

const ruled = (more: object) => ({ rules: [{ name: 'r', cel: 'paid', ...more }] });
const entity = { type: 'order', key: '/order/id', version: '/order/version' };
const window = (length: string) => ({ compatibility: { window: length } });
const share = (percent: number) => ({ enforcement: { percent } });
const dated = (sunsetOn?: string) => ({
  fields: { '/a': { deprecatedOn: '2026-01-01', sunsetOn } },
});

describe('what a change of a contract means', () => {
  it.each([
    [ruled({}), ruled({ cel: 'sent' }), 'warning: The rule "r" was paid and becomes sent.'],
    [
      ruled({ mode: 'warn' }),
      ruled({ mode: 'enforce' }),
      'warning: The rule "r" was in mode warn and is in mode enforce now.',
    ],
    [ruled({}), ruled({ message: 'm' }), 'warning: The rule "r" said nothing and says "m" now.'],
    [ruled({ message: 'm' }), ruled({}), 'warning: The rule "r" said "m" and says nothing now.'],
    [
      ruled({ onFailure: 'reject' }),
      ruled({ onFailure: 'quarantine' }),
      'warning: Events that break the rule "r" met reject and meet quarantine now.',
    ],
    [
      { undeclared: 'warn' },
      { undeclared: 'allow' },
      'info: The treatment of undeclared fields was "warn" and becomes "allow".',
    ],
    [
      dated('2027-01-01'),
      dated(),
      'info: The sunset of /a, "2027-01-01", is not declared any more.',
    ],
    [dated(), dated('2027-01-01'), 'warning: The sunset of /a is declared now: "2027-01-01".'],
    [
      { semantics: { conflict: { policy: 'reject' } } },
      { semantics: { conflict: { policy: 'review' } } },
      'warning: The conflict policy was "reject" and becomes "review".',
    ],
    [
      { producers: [{}] },
      { producers: [{ principal: 'a' }] },
      'warning: The producer "a" may write, too.',
    ],
  ])('%j, then %j: %s', (old, changed, sentence) => {
    expect(told(old, changed)).toContain(sentence);
  });

  it.each([
    ['versions:3', 'all', 'info'],
    ['versions:3', 'versions:4', 'info'],
    ['versions:3', 'versions:2', 'warning'],
    ['P7D', 'P30D', 'info'],
    ['P30D', 'P7D', 'warning'],
    ['P30D', 'versions:100', 'warning'],
  ])('a window from %s to %s is %s, for a narrower one protects fewer', (from, to, severity) => {
    expect(meaning(window(from), window(to))).toMatchObject([{ severity }]);
  });

  it.each([
    [{ from: 2 }, { from: 1 }, 'warning'],
    [{ from: 2 }, { from: 2, to: 5 }, 'breaking'],
    [{ from: 2, to: 5 }, { from: 2, to: 4 }, 'breaking'],
    [{ from: 2, to: 5 }, { from: 3 }, 'breaking'],
  ])('versions accepted in %j, then in %j: %s, for it counts what left', (from, to, severity) => {
    const accepting = (accepts: object) => ({ schema: { accepts } });
    expect(meaning(accepting(from), accepting(to))).toMatchObject([{ severity }]);
  });

  it('a greater share of enforced events hurts producers, a smaller one consumers', () => {
    const hurts = (from: number, to: number) =>
      meaning(share(from), share(to)).map((each) => each.hurts);
    expect([hurts(5, 6), hurts(6, 5)]).toEqual([[['producers']], [['consumers']]]);
  });

  it('a gap policy without versions before is new work for producers, and shows no event', () => {
    const { version: _version, ...unversioned } = entity;
    const changes = meaning(
      { semantics: { entity: unversioned } },
      { semantics: { entity: { ...entity, gap: 'reject' } } },
    );
    expect(changes.filter(({ ruleId }) => ruleId === 'CONTRACT_GAP_POLICY_CHANGED')).toEqual([
      expect.objectContaining({ severity: 'warning' }),
    ]);
    expect(changes.some((each) => 'evidence' in each)).toBe(false);
  });

  it('is shown by events with fields inside of fields', () => {
    const policy = (name: string) => ({ semantics: { entity, conflict: { policy: name } } });
    const event = '{"order":{"id":"order-1","version":2}}';
    expect(meaning(policy('reject'), policy('merge'))).toMatchObject([
      { severity: 'breaking', evidence: { events: [event, event] } },
    ]);
  });
});

describe('what is told of a change of meaning', () => {
  it('shows attributes of the envelope under their names in the contract', () => {
    const from = (at: string) => ({
      semantics: { entity: { ...entity, key: '@subject', version: at } },
    });
    const { version: _version, ...unversioned } = from('/n').semantics.entity;
    const [change] = meaning(from('/n'), { semantics: { entity: unversioned } });
    expect(change).toMatchObject({
      evidence: { events: ['{"@subject":"order-1","n":2}', '{"@subject":"order-1","n":1}'] },
    });
  });

  it('cuts a value that is longer than a line', () => {
    const keyed = (key: string) => ({ channel: { topic: 'orders', key: `/${key.repeat(120)}` } });
    const sentence = `warning: The partition key is declared now: "/${'a'.repeat(117)}….`;
    expect(told({}, keyed('a'))).toContain(sentence);
  });

  it('ends in one full stop, also where the value ends in one', () => {
    const saying = (purpose: string) => ({ description: { purpose } });
    const stop = (from: object, to: object) => told(from, to).map((each) => each.slice(-8));
    expect(stop(saying('It was.'), saying('It is.'))).toEqual(['"It is."']);
    expect(stop({}, saying('It is.'))).toEqual(['"It is."']);
    expect(stop(saying('It was.'), saying('It is'))).toEqual(['"It is".']);
  });

  it('names who is hurt, if anybody is', () => {
    expect(sidesInWords(['producers', 'consumers'])).toBe('producers and consumers');
    expect(sidesInWords([])).toBe('nobody');
  });
});

describe('the group whose versions are compared', () => {
  it('is looked for where versions of another may lie among those compared', () => {
    const of = (compatibility: object) => contractOf({ compatibility });
    const [newest, all] = [of({ mode: 'BACKWARD' }), of({ mode: 'BACKWARD_TRANSITIVE' })];
    const grouped = of({ mode: 'BACKWARD', group: 'v2' });
    expect([newest, all, grouped].map((each) => groupPropertyOf(each) !== undefined)).toEqual([
      false,
      true,
      true,
    ]);
    expect(groupPropertyOf(newest, grouped)).toBe(groupPropertyOf(grouped));
  });
});
