import { describe, expect, it } from '@jest/globals';
import type { SchemaSource, SchemaType } from '#schema';
import { checkCompatibility, type CompatibilityQuestion } from './check.js';
import { describeChanges } from './describe-changes.js';
import { modes } from './modes.js';
import { renderReport } from './render-report.js';
import { rules } from './rules.js';

const json = (schema: unknown): SchemaSource => ({
  type: 'JSON',
  text: typeof schema === 'string' ? schema : JSON.stringify(schema),
  references: [],
});

const check = (
  old: readonly unknown[],
  changed: unknown,
  more: Partial<CompatibilityQuestion> = {},
) =>
  checkCompatibility({
    old: old.map((schema, index) => ({ version: index + 1, source: json(schema) })),
    new: json(changed),
    mode: 'BACKWARD',
    assumption: 'open-world',
    ...more,
  });

const text = { type: 'string' };
const short = { type: 'string', maxLength: 3 };

describe('checkCompatibility', () => {
  it('looks at the newest version only, unless the mode is transitive', () => {
    const versions = [text, short];
    expect(check(versions, short).verdict).toBe('compatible');
    const all = check(versions, short, { mode: 'BACKWARD_TRANSITIVE' });
    expect(all.verdict).toBe('incompatible');
    expect(all.comparisons.map(({ oldVersion }) => oldVersion)).toEqual([2, 1]);
  });

  it('leaves out what a transitive mode need not look at any more, and says so', () => {
    const source = json(text);
    const old = [1, 2].map((version) => ({ version, source, publishedAt: version }));
    const lookBack = { window: 'versions:1', nowMs: 3 };
    const report = check([], short, { old, lookBack, mode: 'BACKWARD_TRANSITIVE' });
    expect(report.window).toEqual({ window: 'versions:1', inside: 1, leftOut: [1] });
    expect(report.comparisons.map(({ oldVersion }) => oldVersion)).toEqual([2]);
    expect(renderReport(report)).toContain(
      '1 version in the window versions:1, 1 older one left out',
    );
    // The newest version is all that this mode looks at.
    expect(check([], short, { old, lookBack })).not.toHaveProperty('window');
  });

  it('asks in both directions under FULL, and says which one broke', () => {
    const { comparisons, verdict } = check([text], short, { mode: 'FULL' });
    expect(verdict).toBe('incompatible');
    expect(comparisons.map(({ direction, verdict: one }) => [direction, one])).toEqual([
      ['backward', 'incompatible'],
      ['forward', 'compatible'],
    ]);
  });

  it('has nothing to ask under NONE or without an older version', () => {
    expect(check([text], { type: 'integer' }, { mode: 'NONE' })).toMatchObject({
      verdict: 'compatible',
      comparisons: [],
    });
    expect(check([], text).verdict).toBe('compatible');
  });

  it('decides about formats and enums as the contract has them read, and says so', () => {
    const day = { type: 'string', format: 'date' };
    const [few, many] = [{ enum: ['a'] }, { enum: ['a', 'b'] }];
    const annotate = { formats: 'annotate', enums: 'closed' } as const;
    const open = { formats: 'assert', enums: 'open' } as const;
    expect(check([text], day).verdict).toBe('incompatible');
    expect(check([text], day)).not.toHaveProperty('reading');
    const described = check([text], day, { reading: annotate });
    expect(described).toMatchObject({ verdict: 'compatible', reading: annotate });
    expect(renderReport(described)).toContain('(BACKWARD, open-world, formats annotate)');
    expect(described.comparisons[0]?.findings[0]).toMatchObject({
      ruleId: 'JSON_FORMAT_CHANGED',
      severity: 'info',
    });
    const gained = { mode: 'FULL', reading: open } as const;
    expect(check([few], many, { mode: 'FULL' }).verdict).toBe('incompatible');
    expect(check([few], many, gained).verdict).toBe('compatible');
    expect(renderReport(check([few], many, gained))).toContain('(FULL, open-world, enums open)');
    // What an open enum takes is still a text.
    const [narrowed] = check(
      [many],
      { enum: [1, 'a'], type: 'integer' },
      { reading: open },
    ).comparisons;
    expect(narrowed).toMatchObject({ verdict: 'incompatible' });
  });

  it('tells of one change among several the reason that is its own, however keywords are read', () => {
    const old = { properties: { at: { type: 'string', format: 'date' }, kind: { enum: ['a'] } } };
    const changed = {
      properties: { at: { type: 'integer', format: 'date' }, kind: { const: 'a' } },
    };
    const reading = { formats: 'annotate', enums: 'open' } as const;
    const [comparison] = check([old], changed, { reading }).comparisons;
    const told = comparison?.findings.flatMap(({ ruleId, witness }) =>
      witness ? [[ruleId, witness.event, witness.reason.split(':')[0]]] : [],
    );
    expect(told).toEqual([
      ['JSON_TYPE_CHANGED', '{"at":""}', '/at'],
      ['JSON_CONST_CHANGED', '{"kind":""}', '/kind'],
    ]);
  });

  it('shows in a forward break the event that the new writer sends', () => {
    const [comparison] = check(
      [{ enum: ['a'] }],
      { enum: ['a', 'b'] },
      { mode: 'FORWARD' },
    ).comparisons;
    const [finding] = comparison?.findings ?? [];
    expect(finding).toMatchObject({
      ruleId: 'JSON_ENUM_VALUE_ADDED',
      severity: 'breaking',
      witness: { event: '"b"', acceptedBy: 'new', rejectedBy: 'old' },
    });
  });

  it('never calls two languages compatible', () => {
    const avro: SchemaSource = { type: 'AVRO', text: '"string"', references: [] };
    const report = check([text], text, { new: avro });
    expect(report.verdict).toBe('incompatible');
    expect(report.comparisons[0]?.findings[0]?.ruleId).toBe('SCHEMA_TYPE_CHANGED');
  });

  it('asks the judge of the language, and nobody about the same text', () => {
    const protobuf = (field: string): SchemaSource => ({
      type: 'PROTOBUF',
      text: `syntax = "proto3"; message A { ${field} a = 1; }`,
      references: [],
    });
    const ask = (changed: SchemaSource) =>
      check([], text, { old: [{ version: 1, source: protobuf('int64') }], new: changed });
    expect(ask(protobuf('int32')).verdict).toBe('incompatible');
    expect(ask(protobuf('int64')).comparisons[0]).toMatchObject({
      ...{ verdict: 'compatible', findings: [] },
    });
  });

  it('answers a text that is no schema with a reason, never with an error', () => {
    const report = check([text], '{"type":');
    expect(report.verdict).toBe('undecided');
    expect(report.comparisons[0]?.undecidedBecause).toContain('The new schema cannot be read.');
    expect(check(['{"type":"no"}'], text).comparisons[0]?.undecidedBecause).toContain(
      'The old schema',
    );
  });

  it('stops at its budget and says so', () => {
    const report = check(
      [{ type: 'array', minItems: 200, uniqueItems: true }],
      { maxItems: 100 },
      { stepsMax: 3 },
    );
    expect(report.verdict).toBe('undecided');
    expect(report.comparisons[0]?.undecidedBecause).toContain('budget of 3 steps');
  });

  it('follows references and tells what changed inside of one', () => {
    const at = (address: unknown): SchemaSource => ({
      type: 'JSON',
      text: '{"properties":{"to":{"$ref":"address.json"}}}',
      references: [{ name: 'address.json', text: JSON.stringify(address) }],
    });
    const report = check([], text, { old: [{ version: 1, source: at(text) }], new: at(short) });
    expect(report.verdict).toBe('incompatible');
    const findings = report.comparisons[0]?.findings ?? [];
    expect(findings.map(({ ruleId }) => ruleId)).toEqual(['JSON_LENGTH_CHANGED']);
    expect(findings[0]).toMatchObject({
      newPath: 'address.json#/maxLength',
      message: '"maxLength" of the schema "address.json" was added: 3.',
    });
    expect(findings[0]?.witness?.event).toBe('{"to":"aaaa"}');
    const other = check([], text, {
      old: [{ version: 1, source: at(text) }],
      new: at({ maxLength: 1 }),
    });
    // Another change of the same document is another one to answer for.
    expect(other.comparisons[0]?.findings[0]?.fingerprint).not.toBe(findings[0]?.fingerprint);
    expect(
      check([], text, { old: [{ version: 1, source: at(text) }], new: at(text) }).verdict,
    ).toBe('compatible');
  });
});

describe('assumptions', () => {
  const open = { type: 'object', properties: { a: text } };
  const wider = { type: 'object', properties: { a: text, b: { type: 'integer' } } };

  it('open-world refuses an optional property, for an event may carry it already', () => {
    const report = check([open], wider);
    expect(report.comparisons[0]?.findings[0]).toMatchObject({
      ruleId: 'JSON_PROPERTY_ADDED',
      witness: { event: '{"b":null}' },
    });
  });

  it('declared-only allows it, also inside lists, branches and references', () => {
    const inside = (schema: object) => [
      schema,
      { type: 'array', items: schema },
      { anyOf: [schema, { type: 'null' }] },
      { properties: { deep: { $ref: '#/definitions/it' } }, definitions: { it: schema } },
      { properties: { deep: schema }, additionalProperties: { type: 'integer' } },
    ];
    const befores = inside(open);
    for (const [index, after] of inside(wider).entries()) {
      expect(check([befores[index]], after, { assumption: 'declared-only' }).verdict).toBe(
        'compatible',
      );
      expect(check([befores[index]], after).verdict).toBe('incompatible');
    }
  });

  it('declared-only still sees what declared fields break', () => {
    const narrower = { type: 'object', properties: { a: short } };
    expect(check([open], narrower, { assumption: 'declared-only' }).verdict).toBe('incompatible');
  });

  it('declared-only leaves free maps, constants and demanded fields alone', () => {
    const closed = { type: 'object', additionalProperties: false };
    for (const free of [
      { type: 'object' },
      { const: { a: 1 } },
      { propertyNames: { maxLength: 2 } },
    ]) {
      expect(check([free], closed, { assumption: 'declared-only' }).verdict).toBe('incompatible');
    }
    const demanding = { required: ['id'], dependencies: { x: ['y'] } };
    expect(
      check([demanding], { required: ['id', 'z'] }, { assumption: 'declared-only' }).verdict,
    ).toBe('incompatible');
  });

  it('declared-only follows recursion', () => {
    const tree = (leaf: object) => ({ properties: { value: leaf, next: { $ref: '#' } } });
    expect(
      check([tree(text)], tree({ ...text, title: 'x' }), { assumption: 'declared-only' }).verdict,
    ).toBe('compatible');
    expect(check([tree(text)], tree(short), { assumption: 'declared-only' }).verdict).toBe(
      'incompatible',
    );
  });

  it('defaults-applied lets a required field with a default be missing', () => {
    const required = {
      properties: { a: { ...text, default: 'x' } },
      required: ['a'],
      type: 'object',
    };
    expect(check([open], required, { assumption: 'defaults-applied' }).verdict).toBe('compatible');
    expect(check([open], required).verdict).toBe('incompatible');
    const bare = { ...open, required: ['a'] };
    expect(check([open], bare, { assumption: 'defaults-applied' }).verdict).toBe('incompatible');
  });
});

describe('findings', () => {
  it('classify every change: breaking first, then safe, then words', () => {
    const report = check(
      [{ type: 'object', properties: { a: text }, additionalProperties: false }],
      {
        type: 'object',
        title: 'Order',
        properties: { a: short, b: text },
        additionalProperties: false,
      },
    );
    expect(
      report.comparisons[0]?.findings.map(({ severity, ruleId }) => [severity, ruleId]),
    ).toEqual([
      ['breaking', 'JSON_LENGTH_CHANGED'],
      ['info', 'JSON_DOCUMENTATION_CHANGED'],
      ['info', 'JSON_PROPERTY_ADDED'],
    ]);
  });

  it('calls a change that breaks only alone worth a look', () => {
    // Closing the object would break `b`, but `b` is declared in the same step.
    const report = check(
      [{ type: 'object', properties: { a: text }, patternProperties: { '.': true } }],
      {
        type: 'object',
        properties: { a: text, b: true },
        patternProperties: { '.': true, '^x': text },
      },
    );
    expect(report.comparisons[0]?.findings[0]).toMatchObject({
      ruleId: 'JSON_PATTERN_PROPERTY_CHANGED',
    });
  });

  it('name several changes that only break together', () => {
    const report = check([{ minimum: 0, type: 'integer' }], {
      type: 'integer',
      not: { const: 0 },
      minimum: 0,
    });
    expect(report.verdict).toBe('incompatible');
    const both = check([{ type: 'object', properties: { a: { enum: [1, 2] } } }], {
      type: 'object',
      properties: { a: { enum: [1, 2] } },
      if: { required: ['a'] },
      then: { properties: { a: { const: 1 } } },
    });
    expect(both.comparisons[0]?.findings.some(({ witness }) => witness?.event === '{"a":2}')).toBe(
      true,
    );
  });

  it('keep their fingerprint when only words and places around them change', () => {
    const fingerprint = (title: string) =>
      check([{ title, type: 'object', properties: { a: text } }], {
        title,
        type: 'object',
        properties: { a: short },
      }).comparisons[0]?.findings[0]?.fingerprint;
    expect(fingerprint('x')).toBe(fingerprint('y'));
    expect(fingerprint('x')).toMatch(/^[A-Z2-7]{16}$/);
    const worse = check([{ type: 'object', properties: { a: text } }], {
      type: 'object',
      properties: { a: { type: 'string', maxLength: 2 } },
    }).comparisons[0]?.findings[0]?.fingerprint;
    expect(worse).not.toBe(fingerprint('x'));
  });

  it('describe both directions of one step', () => {
    const described = describeChanges({
      old: [{ version: 1, source: json({ enum: ['a', 'b'] }) }],
      new: json({ enum: ['b', 'c'] }),
      assumption: 'open-world',
    });
    expect(described.map(({ direction, findings }) => [direction, findings[0]?.ruleId])).toEqual([
      ['backward', 'JSON_ENUM_VALUE_REMOVED'],
      ['forward', 'JSON_ENUM_VALUE_ADDED'],
    ]);
    const unread = describeChanges({
      old: [{ version: 1, source: json('{') }],
      new: json(text),
      assumption: 'open-world',
    });
    expect(unread[0]?.undecidedBecause).toContain('cannot be read');
  });
});

/** Avro shows its rules in golden pairs. */
const LANGUAGES = { JSON: 'JSON', PROTO: 'PROTOBUF' } as const;
const languageOf = (id: string): SchemaType | undefined =>
  (LANGUAGES as Readonly<Record<string, SchemaType>>)[id.split('_')[0] ?? ''];

describe('the rules', () => {
  it('show in their example what they say', () => {
    for (const { id, example } of Object.values(rules)) {
      const type = languageOf(id);
      if (!type) continue;
      const judged = describeChanges({
        old: [{ version: 1, source: { ...json(example.old), type } }],
        new: { ...json(example.new), type },
        assumption: 'open-world',
      });
      const breaking = judged.filter(({ findings }) =>
        findings.some(({ ruleId, severity }) => ruleId === id && severity === 'breaking'),
      );
      const directions: string[] = breaking.map(({ direction }) => direction);
      expect([id, directions.includes(example.breaks)]).toEqual([id, example.breaks !== 'neither']);
      expect([
        id,
        judged.every(({ findings }) => findings.some(({ ruleId }) => ruleId === id)),
      ]).toEqual([id, true]);
    }
  });

  it('have an id, a title, a reason and a remedy each', () => {
    for (const [id, rule] of Object.entries(rules)) {
      expect(rule.id).toBe(id);
      expect(id).toMatch(/^[A-Z]+(_[A-Z]+)+$/);
      for (const sentence of [rule.why, rule.fix]) expect(sentence).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe('the report in words', () => {
  it('tells what breaks, where, with which event, and what to do', () => {
    const report = check([{ enum: ['a', 'b'] }], { enum: ['b'] });
    const words = renderReport(report, {
      subject: 'orders-value',
      newVersion: '8',
      locate: (side) => (side === 'old' ? 'orders.json:1:2' : undefined),
    });
    expect(words).toContain('JSON_ENUM_VALUE_REMOVED');
    expect(words).toContain('orders-value  1 → 8');
    expect(words).toContain('old  orders.json:1:2');
    expect(words).toContain('new  /enum');
    expect(words).toContain('The smallest event that breaks:   "a"');
    expect(words).toContain('Keep the value');
  });

  it('says in a forward break whose readers are hurt', () => {
    expect(renderReport(check([short], text, { mode: 'FORWARD' }))).toContain(
      'still on the old schema',
    );
  });

  it('gives the reason when nothing was decided, and is one line when nothing changed', () => {
    expect(renderReport(check(['{'], text))).toContain('cannot be read');
    expect(
      renderReport(check([text], text))
        .trim()
        .split('\n'),
    ).toHaveLength(1);
  });

  it('tells of another language without an event', () => {
    const avro: SchemaSource = { type: 'AVRO', text: '"string"', references: [] };
    const words = renderReport(check([text], text, { new: avro }));
    expect(words).toContain('(the whole schema)');
    expect(words).not.toContain('The smallest event');
  });

  it('has every mode of the dialect', () => {
    expect(Object.keys(modes)).toHaveLength(7);
  });
});
