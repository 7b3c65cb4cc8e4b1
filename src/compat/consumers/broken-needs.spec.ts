import { describe, expect, it } from '@jest/globals';
import type { Need } from '#contract';
import { type SchemaSource, treeOf } from '#schema';
import { checkCompatibility } from '../check.js';
import { brokenNeeds } from './broken-needs.js';

const json = (schema: object): SchemaSource => ({
  ...{ type: 'JSON', text: JSON.stringify(schema), references: [] },
});
const order = (properties: object, more: object = {}) =>
  json({ type: 'object', properties, required: Object.keys(properties), ...more });
const proto = (fields: string): SchemaSource => ({
  ...{ type: 'PROTOBUF', text: `syntax = "proto3"; message Order { ${fields} }`, references: [] },
});
const avro = (...fields: object[]): SchemaSource => ({
  ...{ type: 'AVRO', text: JSON.stringify({ type: 'record', name: 'Order', fields }) },
  references: [],
});

interface Reader {
  readonly consumer?: string;
  readonly attestedUntil?: string;
}

/** What one consumer is told of a change; everything it needs is read as any value will do. */
function told(
  [old, changed]: readonly [SchemaSource, SchemaSource],
  needs: Record<string, Partial<Need>>,
  { consumer = 'billing', ...reader }: Reader = {},
) {
  const { comparisons } = checkCompatibility({
    ...{ old: [{ version: 1, source: old, publishedAt: 0 }], new: changed },
    ...{ mode: 'FORWARD', assumption: 'declared-only' },
  });
  return brokenNeeds({
    type: old.type,
    old: treeOf(old)!,
    new: treeOf(changed)!,
    forward: comparisons[0]!,
    today: '2026-11-27',
    consumptions: [
      {
        ...{ consumer, owner: { team: 'money' }, of: 'orders.placed', environments: [] },
        needs: Object.fromEntries(
          Object.entries(needs).map(([path, need]) => [path, { onUnknown: 'fail', ...need }]),
        ),
        ...reader,
      },
    ],
  });
}

const TEXT = { type: 'string' };
const NUMBER = { type: 'number' };
const both = order({ total: NUMBER, note: TEXT });
const WITHOUT_NOTE = [both, order({ total: NUMBER })] as const;

describe('what a consumer declares to read', () => {
  it('decides: a field nobody reads may go, one that is read may not, and its reader is named [covers 62]', () => {
    expect(told(WITHOUT_NOTE, { '/total': {} })).toEqual([]);
    const [finding, ...others] = told(WITHOUT_NOTE, { '/note': {}, '/total': {} });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      ...{ ruleId: 'CONSUMER_FIELD_REMOVED', severity: 'breaking', hurts: ['consumers'] },
      message: '"billing" (team money) reads /note. No such field is declared any more.',
      evidence: { before: 'it is refused', now: 'it passes, and "billing" meets it' },
    });
    expect(JSON.parse(finding!.evidence!.events[0]!)).not.toHaveProperty('note');
  });

  it('is gone, too, where it was optional and no old reader would mind', () => {
    const optional = { required: [] };
    const pair = [order({ a: TEXT, note: TEXT }, optional), order({ a: TEXT }, optional)] as const;
    expect(told(pair, { '/note': {} })).toMatchObject([{ ruleId: 'CONSUMER_FIELD_REMOVED' }]);
    expect(told(pair, { '/note': {} })[0]).not.toHaveProperty('evidence');
    const toNothing = [pair[0], json({ type: 'object' })] as const;
    expect(told(toNothing, { '/note': {} })).toMatchObject([{ ruleId: 'CONSUMER_FIELD_REMOVED' }]);
  });

  it('may not become optional, nor another type, wherever it stands', () => {
    const optional = order({ total: NUMBER, note: TEXT }, { required: ['total'] });
    expect(told([both, optional], { '/total': {} })).toEqual([]);
    expect(told([both, optional], { '/note': {} })).toMatchObject([
      { ruleId: 'CONSUMER_FIELD_CHANGED', message: expect.stringContaining('required') },
    ]);
    const lines = (price: object) =>
      order({ lines: { type: 'array', items: { type: 'object', properties: { price } } } });
    const dearer = [lines(NUMBER), lines(TEXT)] as const;
    expect(told(dearer, { '/lines/0/price': {} })).toMatchObject([
      { ruleId: 'CONSUMER_FIELD_CHANGED', severity: 'breaking' },
    ]);
    expect(told(dearer, { '/lines': {} })).toHaveLength(1);
  });

  it('knows values: a new one hurts who fails on it, and nobody else', () => {
    const states = (...values: string[]) => order({ status: { enum: values } });
    const pair = [states('new', 'paid'), states('new', 'paid', 'lost')] as const;
    expect(told(pair, { '/status': { values: ['new', 'paid'] } })).toMatchObject([
      {
        ruleId: 'CONSUMER_VALUE_UNKNOWN',
        message: '"billing" (team money) reads /status. It may be "lost" now.',
        evidence: { events: ['{"status":"lost"}'] },
      },
    ]);
    for (const need of [
      {},
      { values: ['new'], onUnknown: 'ignore' as const },
      { values: ['lost'] },
    ])
      expect(told(pair, { '/status': need })).toEqual([]);
    const opened = [pair[0], order({ status: TEXT })] as const;
    expect(told(opened, { '/status': { values: ['new'] } })).toMatchObject([
      { message: '"billing" (team money) reads /status. It may be any value now.' },
    ]);
    expect(told([order({ status: TEXT }), pair[0]], { '/status': { values: ['new'] } })).toEqual(
      [],
    );
  });

  it('is warned about and not protected once nobody stands by it', () => {
    const over = told(WITHOUT_NOTE, { '/note': {} }, { attestedUntil: '2026-11-26' });
    expect(over).toMatchObject([{ severity: 'warning' }]);
    expect(over[0]!.message).toContain('It stood by that until 2026-11-26, which is over.');
    const today = told(WITHOUT_NOTE, { '/note': {} }, { attestedUntil: '2026-11-27' });
    expect(today).toMatchObject([{ severity: 'breaking' }]);
  });

  it('that was never in the schema is nobody’s loss', () => {
    expect(told(WITHOUT_NOTE, { '/nothing': {} })).toEqual([]);
    expect(told([json({}), both], { '/anything': {} })).toEqual([]);
  });

  it('each consumer has a finding of its own, the same in every run', () => {
    const print = (consumer: string) => told(WITHOUT_NOTE, { '/note': {} }, { consumer })[0]!;
    expect(print('billing').fingerprint).toBe(print('billing').fingerprint);
    expect(print('billing').fingerprint).not.toBe(print('fraud').fingerprint);
  });

  it('in Protobuf is a number: another name is no loss, and a number that goes is one', () => {
    const before = proto('string id = 1; int64 total = 2;');
    expect(told([before, proto('string id = 1; int64 sum = 2;')], { '/total': {} })).toEqual([]);
    const without = proto('string id = 1; reserved 2;');
    expect(told([before, without], { '/total': {} })).toMatchObject([
      { ruleId: 'CONSUMER_FIELD_REMOVED' },
    ]);
    expect(told([before, without], { '/id': {} })).toEqual([]);
    const states = (name: string, more = '') =>
      proto(`enum State { NEW = 0; PAID = 1; ${more} } State ${name} = 3;`);
    const known = { values: ['NEW', 'PAID'] };
    expect(told([states('state'), states('status')], { '/state': known })).toEqual([]);
    expect(
      told([states('state'), states('status', 'LOST = 2;')], { '/state': known }),
    ).toMatchObject([{ ruleId: 'CONSUMER_VALUE_UNKNOWN' }]);
  });

  it('in Avro is a name', () => {
    const [id, total] = [
      { name: 'id', type: 'string' },
      { name: 'total', type: 'long', default: 0 },
    ];
    const pair = [avro(id, total), avro(id)] as const;
    expect(told(pair, { '/id': {} })).toEqual([]);
    expect(told(pair, { '/total': {} })).toMatchObject([{ ruleId: 'CONSUMER_FIELD_REMOVED' }]);
  });

  it('in a tree without an end is not called gone because it is not drawn', () => {
    const node = (properties: object) =>
      json({
        ...{ $ref: '#/definitions/node' },
        definitions: {
          node: { type: 'object', properties: { ...properties, next: { $ref: '#' } } },
        },
      });
    const deep = { type: 'object', properties: { next: { properties: { a: TEXT } } } };
    const pair = [json({ properties: { next: deep } }), node({})] as const;
    expect(told(pair, { '/next/next/a': { values: ['x'] } })).not.toContainEqual(
      expect.objectContaining({ ruleId: 'CONSUMER_FIELD_REMOVED' }),
    );
  });

  it('in another language is lost as a whole', () => {
    const inAvro = avro({ name: 'total', type: 'double' });
    expect(told([order({ total: NUMBER }), inAvro], { '/total': {} })).toMatchObject([
      { ruleId: 'CONSUMER_FIELD_CHANGED', severity: 'breaking' },
    ]);
  });

  it('in a schema that is referred to has the place in the event', () => {
    const parts = [{ name: 'part.json', text: JSON.stringify({ properties: { a: TEXT } }) }];
    const whole = { ...json({ properties: { part: { $ref: 'part.json' } } }), references: parts };
    expect(told([whole, order({ b: TEXT })], { '/part/a': {} })).toMatchObject([
      { ruleId: 'CONSUMER_FIELD_REMOVED', oldPath: expect.any(String) },
    ]);
  });

  it('is hurt where the schema or the event shows it, whichever says more exactly', () => {
    const tree = treeOf(
      order({ a: { type: 'object', properties: { b: TEXT, c: TEXT } }, d: TEXT }),
    )!;
    const hurt = (newPath: string, reason: string, need: string) =>
      brokenNeeds({
        ...{ type: 'JSON', old: tree, new: tree, today: '2026-11-27' },
        forward: {
          findings: [
            {
              ...{ ruleId: 'JSON_TYPE_CHANGED', severity: 'breaking', oldPath: '', newPath },
              ...{ message: 'It changed.', why: '', fix: '', fingerprint: 'A' },
              witness: { event: '{}', acceptedBy: 'new', rejectedBy: 'old', reason },
            },
          ],
        },
        consumptions: [
          {
            ...{ consumer: 'billing', owner: { team: 'money' }, of: 'o', environments: [] },
            needs: { [need]: { onUnknown: 'fail' } },
          },
        ],
      }).length === 1;
    const b = '/properties/a/properties/b';
    expect(hurt(b, '/a: No alternative fits.', '/a/b')).toBe(true);
    expect(hurt(b, '/a: No alternative fits.', '/a/c')).toBe(false);
    expect(hurt('/properties/a', '/a/b: It is no text.', '/a/b')).toBe(true);
    expect(hurt('/properties/a', '/a/b: It is no text.', '/a/c')).toBe(false);
    expect(hurt(b, 'Something is wrong.', '/a/b')).toBe(true);
    expect(hurt(b, 'Something is wrong.', '/d')).toBe(false);
    expect(hurt('/required', 'Something is wrong.', '/d')).toBe(true);
  });

  it('is told of where nothing could be decided', () => {
    const tree = treeOf(both)!;
    const [finding] = brokenNeeds({
      ...{ type: 'JSON', old: tree, new: tree, today: '2026-11-27' },
      forward: { findings: [], undecidedBecause: 'the budget is spent.' },
      consumptions: [
        {
          ...{ consumer: 'billing', owner: { team: 'money' }, of: 'o', environments: [] },
          needs: { '/note': { onUnknown: 'fail' } },
        },
      ],
    });
    expect(finding).toMatchObject({ ruleId: 'CONSUMER_UNDECIDED', severity: 'warning' });
  });
});
