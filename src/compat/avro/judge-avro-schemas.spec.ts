import { describe, expect, it } from '@jest/globals';
import type { SchemaSource } from '#schema';
import { checkCompatibility, type CompatibilityQuestion } from '../check.js';

const source = (schema: unknown): SchemaSource => ({
  type: 'AVRO',
  text: typeof schema === 'string' ? schema : JSON.stringify(schema),
  references: [],
});

function compare(old: unknown, changed: unknown, more: Partial<CompatibilityQuestion> = {}) {
  const { comparisons } = checkCompatibility({
    old: [{ version: 1, source: source(old) }],
    new: source(changed),
    mode: 'BACKWARD',
    assumption: 'open-world',
    ...more,
  });
  const [comparison] = comparisons;
  if (!comparison) throw new Error('nothing was compared');
  return comparison;
}

const verdict = (old: unknown, changed: unknown) => compare(old, changed).verdict;
const firstOf = (old: unknown, changed: unknown, more: Partial<CompatibilityQuestion> = {}) =>
  compare(old, changed, more).findings[0];

const record = (fields: readonly unknown[], more: object = {}) => ({
  type: 'record',
  name: 'R',
  fields,
  ...more,
});
const enumOf = (name: string, symbols: readonly string[]) => ({ type: 'enum', name, symbols });
const fixedDecimal = (precision: number, scale: number) => ({
  type: 'fixed',
  name: 'D',
  size: 8,
  logicalType: 'decimal',
  precision,
  scale,
});
const bytesDecimal = (precision: number, scale: number) => ({
  type: 'bytes',
  logicalType: 'decimal',
  precision,
  scale,
});

describe('the judge for Avro', () => {
  it('shows a decimal too long for the reader, however its first bit would be read', () => {
    for (const [written, read] of [
      [10, 6],
      [10, 4],
    ] as const) {
      const { verdict: found, findings } = compare(bytesDecimal(written, 2), bytesDecimal(read, 2));
      expect([found, findings[0]?.witness !== undefined]).toEqual(['incompatible', true]);
    }
  });

  it('says a long default in short', () => {
    const text = (size: number) =>
      record([{ name: 'f', type: 'string', default: 'x'.repeat(size) }]);
    const [finding] = compare(text(1), text(100)).findings;
    expect(finding?.message).toMatch(/x{50,58}…/);
  });

  it('wraps the event in everything around the place that breaks', () => {
    const lines = (type: unknown) =>
      record([
        { name: 'id', type: 'long' },
        {
          name: 'lines',
          type: {
            type: 'array',
            items: ['null', { type: 'map', values: record([{ name: 'x', type }], { name: 'I' }) }],
          },
        },
      ]);
    expect(firstOf(lines('string'), lines('int'))).toMatchObject({
      ruleId: 'AVRO_TYPE_CHANGED',
      severity: 'breaking',
      oldPath: '/fields/1/type/items/1/values/fields/0/type',
      witness: {
        event: '{"id":0,"lines":[{"map":{"key":{"x":""}}}]}',
        acceptedBy: 'old',
        rejectedBy: 'new',
      },
    });
  });

  it('turns the sides round for old readers', () => {
    const finding = firstOf(enumOf('E', ['A']), enumOf('E', ['A', 'B']), { mode: 'FORWARD' });
    expect(finding).toMatchObject({
      ruleId: 'AVRO_ENUM_SYMBOL_ADDED',
      newPath: '/symbols/1',
      witness: { event: '"B"', acceptedBy: 'new', rejectedBy: 'old' },
    });
    const renamed = firstOf(record([]), record([], { name: 'S' }), { mode: 'FORWARD' });
    expect(renamed).toMatchObject({ ruleId: 'AVRO_NAME_CHANGED', severity: 'breaking' });
    const alias = [{ name: 'b', type: 'int', aliases: ['a'] }];
    const both = [
      { name: 'a', type: 'int' },
      { name: 'b', type: 'int' },
    ];
    expect(firstOf(record(alias), record(both), { mode: 'FORWARD' })).toMatchObject({
      ruleId: 'AVRO_ALIAS_AMBIGUOUS',
      oldPath: '/fields/0',
    });
  });

  it('leaves out what no writer can send', () => {
    const endless = (type: string) =>
      record([
        { name: 'self', type: 'R' },
        { name: 'x', type },
      ]);
    expect(verdict(endless('int'), endless('string'))).toBe('compatible');
    const never = (items: string) => [
      'null',
      record([
        { name: 'n', type: [] },
        { name: 'x', type: items },
      ]),
    ];
    expect(verdict(never('int'), never('string'))).toBe('compatible');
  });

  it('goes round in recursion once, however it is wound up', () => {
    const tree = (type: string) =>
      record([
        { name: 'left', type: ['null', 'R'] },
        { name: 'right', type: { type: 'array', items: 'R' } },
        { name: 'x', type },
      ]);
    expect(verdict(tree('int'), tree('long'))).toBe('compatible');
    expect(firstOf(tree('long'), tree('int'))?.witness?.event).toBe(
      '{"left":null,"right":[],"x":0}',
    );
  });

  it.each<[string, unknown, unknown, string | undefined]>([
    ['a scale in fixed', fixedDecimal(9, 2), fixedDecimal(9, 3), 'the number 0.001'],
    ['fewer digits in fixed', fixedDecimal(9, 2), fixedDecimal(8, 2), 'more than 8 digits'],
    ['more digits', bytesDecimal(8, 2), bytesDecimal(9, 2), undefined],
    ['very many digits', bytesDecimal(9_000, 0), bytesDecimal(7_000, 0), 'more than 7000 digits'],
    [
      'a decimal of another kind',
      { type: 'bytes', logicalType: 'big-decimal' },
      bytesDecimal(4, 2),
      'the big decimal',
    ],
    [
      'a uuid read as a decimal',
      { type: 'string', logicalType: 'uuid' },
      bytesDecimal(99, 0),
      'the uuid',
    ],
    [
      'a duration read as a decimal',
      { type: 'fixed', name: 'D', size: 12, logicalType: 'duration' },
      { type: 'fixed', name: 'D', size: 12, logicalType: 'decimal', precision: 9 },
      'the duration',
    ],
    [
      'days read as milliseconds',
      { type: 'int', logicalType: 'date' },
      { type: 'long', logicalType: 'timestamp-millis' },
      '1 days after',
    ],
  ])('looks at meaning: %s', (_what, old, changed, words) => {
    const { verdict: found, findings } = compare(old, changed);
    expect(found).toBe(words === undefined ? 'compatible' : 'incompatible');
    const shown = findings.find(({ ruleId }) => ruleId === 'AVRO_LOGICAL_TYPE_CHANGED');
    expect(shown?.severity).toBe(words === undefined ? 'info' : 'breaking');
    if (words !== undefined) expect(shown?.witness?.reason).toContain(words);
  });

  it('leaves open what no event of a fair size shows', () => {
    const { verdict: found, undecidedBecause } = compare(
      bytesDecimal(2_000_000, 0),
      bytesDecimal(1_000_000, 0),
    );
    expect([found, undecidedBecause]).toEqual([
      'undecided',
      expect.stringContaining('larger than'),
    ]);
    const deep = (type: string, isOptional: boolean) => {
      const records = Array.from({ length: 100 }, (_, i) =>
        record([{ name: 'f', type: i === 0 ? type : `R${i - 1}` }], { name: `R${i}` }),
      );
      return record([
        ...records
          .slice(0, -1)
          .map((each, i) => ({ name: `n${i}`, type: ['null', each], default: null })),
        { name: 'deep', type: isOptional ? ['null', records.at(-1)] : records.at(-1) },
      ]);
    };
    expect(verdict(deep('int', false), deep('string', false))).toBe('undecided');
    // The same break is shown where it is shallow, and that is enough.
    expect(verdict(deep('int', true), deep('string', true))).toBe('incompatible');
  });

  it('leaves open what only an event nested too deep shows', () => {
    const chain = (type: string): SchemaSource => {
      const links = Array.from({ length: 100 }, (_, i) =>
        record([{ name: 'f', type: i === 0 ? type : `R${i - 1}` }], { name: `R${i}` }),
      );
      const kept = links.map((each, i) => ({ name: `n${i}`, type: ['null', each] }));
      const text = JSON.stringify(record(kept, { name: 'Links' }));
      return { ...source(record([{ name: 'f', type: 'R99' }])), references: [{ name: 'l', text }] };
    };
    const between = (old: SchemaSource, changed: SchemaSource) =>
      compare('"int"', '"int"', { old: [{ version: 1, source: old }], new: changed });
    expect(between(chain('int'), chain('string'))).toMatchObject({
      verdict: 'undecided',
      undecidedBecause: expect.stringContaining('larger than'),
    });
    expect(between(chain('int'), chain('long')).verdict).toBe('compatible');
  });

  it('has nothing to say about a logical type that stayed', () => {
    const stamped = (more: readonly unknown[]) =>
      record([
        { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
        { name: 'price', type: bytesDecimal(10, 2) },
        ...more,
      ]);
    const found = compare(stamped([]), stamped([{ name: 'n', type: 'int', default: 0 }]));
    expect([found.verdict, found.findings.map(({ ruleId }) => ruleId)]).toEqual([
      'compatible',
      ['AVRO_FIELD_ADDED'],
    ]);
  });

  it('tells a number of fixed scale from one that brings its scale along', () => {
    const finding = firstOf(bytesDecimal(10, 2), { type: 'bytes', logicalType: 'big-decimal' });
    expect(finding).toMatchObject({
      ruleId: 'AVRO_LOGICAL_TYPE_CHANGED',
      severity: 'breaking',
      witness: { event: String.raw`"\u0001"` },
    });
  });

  it('takes no value for the event that both sides read as the same', () => {
    const at = (unit: string) =>
      record([
        { name: 'at', type: { type: 'long', logicalType: `timestamp-${unit}` }, default: 0 },
        { name: 'note', type: 'string', default: 'moved' },
      ]);
    // No time at all after 1970 is the same instant in both units.
    expect(firstOf(at('millis'), at('micros'))?.witness).toMatchObject({
      event: '{"at":1,"note":"moved"}',
    });
  });

  it('makes the event of what an example shows in a list or beside another branch', () => {
    const order = (type: string) =>
      record([
        {
          name: 'lines',
          type: { type: 'array', items: record([{ name: 'n', type }], { name: 'L' }) },
        },
        { name: 'who', type: ['string', 'int'] },
      ]);
    const examples = [
      { lines: [{ n: 7 }, { n: 8 }], who: { int: 3 } },
      { lines: [], who: { string: 'Ada' } },
    ];
    expect(firstOf(order('int'), order('string'), { examples })?.witness?.event).toBe(
      '{"lines":[{"n":7}],"who":{"string":"Ada"}}',
    );
  });

  it('tells that a description was taken away', () => {
    const described = (doc: object) => record([], doc);
    expect(compare(described({ doc: 'A thing.' }), described({}))).toMatchObject({
      verdict: 'compatible',
      findings: [{ ruleId: 'AVRO_DOCUMENTATION_CHANGED', severity: 'info' }],
    });
  });

  it('stops at its budget, says so, and still shows what it found', () => {
    const wide = (type: string) =>
      record(Array.from({ length: 50 }, (_, i) => ({ name: `f${i}`, type: [type, 'null'] })));
    const open = compare(wide('int'), wide('long'), { stepsMax: 10 });
    expect(open).toMatchObject({
      verdict: 'undecided',
      undecidedBecause: expect.stringContaining('budget of 10 steps'),
    });
    const many = (count: number) =>
      record(Array.from({ length: count }, (_, i) => ({ name: `f${i}`, type: 'int' })));
    const broken = compare(many(0), many(300));
    expect([
      broken.verdict,
      broken.findings.filter(({ severity }) => severity === 'breaking').length,
    ]).toEqual(['incompatible', 100]);
  });

  it('is not misled by a wide enum or a hostile pair of unions', () => {
    const branches = (side: string) =>
      Array.from({ length: 250 }, (_, i) =>
        record([{ name: 'f', type: 'int' }], { name: `${side}${i}` }),
      );
    expect(verdict(branches('A'), branches('A').toReversed())).toBe('compatible');
    expect(verdict(branches('A'), branches('B'))).toBe('incompatible');
  });

  it('answers a text that is no schema with a reason', () => {
    expect(compare('{', '"int"').undecidedBecause).toContain('The old schema cannot be read.');
    expect(compare('"int"', '{').undecidedBecause).toContain('The new schema cannot be read.');
  });

  it('names the referenced schema before the place in it', () => {
    const money = (type: string) => [
      {
        name: 'shop.Money',
        text: JSON.stringify(record([{ name: 'amount', type }], { name: 'shop.Money' })),
      },
    ];
    const order = source(record([{ name: 'price', type: 'shop.Money' }]));
    const finding = firstOf('"int"', '"int"', {
      old: [{ version: 1, source: { ...order, references: money('long') } }],
      new: { ...order, references: money('int') },
    });
    expect(finding).toMatchObject({
      ruleId: 'AVRO_TYPE_CHANGED',
      newPath: 'shop.Money#/fields/0/type',
      witness: { event: '{"price":{"amount":0}}' },
    });
  });

  it('gives the same change the same fingerprint, wherever it is made', () => {
    const one = firstOf('"long"', '"string"')?.fingerprint;
    expect(firstOf(' "long"', '"string" ')?.fingerprint).toBe(one);
    expect(firstOf('"long"', '"bytes"')?.fingerprint).not.toBe(one);
  });
});
