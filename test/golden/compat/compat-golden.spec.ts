import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { checkCompatibility, type CompatibilityReport, renderReport, rules } from '#compat';
import { jsonSchema, type SchemaSource, type SchemaType } from '#schema';

/**
 * Each folder is one pair: `old`, `new`, the rendered report in `expect.txt`. What is named
 * `breaks-old-readers-…` is judged for the readers of the old schema, all else for those of the new
 * one. A folder is found by being there; `npm run golden` rewrites the expectations, whose diff is the
 * review.
 */
const ROOT = join(process.cwd(), 'test/golden/compat');
const JSON_PAIRS = join(ROOT, 'json-schema');
const LANGUAGE_PAIRS = join(ROOT, 'languages');

const TYPES: readonly (readonly [ending: string, type: SchemaType])[] = [
  ['json', 'JSON'],
  ['avsc', 'AVRO'],
];

function source(at: string, side: 'old' | 'new'): SchemaSource {
  for (const [ending, type] of TYPES) {
    const file = join(at, `${side}.${ending}`);
    if (existsSync(file)) return { type, text: readFileSync(file, 'utf8'), references: [] };
  }
  throw new Error(`${at} has no ${side} schema`);
}

const isOfOldReaders = (at: string) => at.includes('/breaks-old-readers-');

const judged = (at: string): CompatibilityReport =>
  checkCompatibility({
    old: [{ version: 1, source: source(at, 'old') }],
    new: source(at, 'new'),
    mode: isOfOldReaders(at) ? 'FORWARD' : 'BACKWARD',
    assumption: 'open-world',
  });

const findingsIn = (at: string) => judged(at).comparisons.flatMap(({ findings }) => findings);

function expectAsWritten(at: string): void {
  const text = renderReport(judged(at), { newVersion: '2' });
  const expectation = join(at, 'expect.txt');
  if (process.env.UPDATE_GOLDEN === '1' || !existsSync(expectation)) writeFileSync(expectation, text);
  expect(text).toBe(readFileSync(expectation, 'utf8'));
}

describe('golden pairs of JSON Schema', () => {
  const names = readdirSync(JSON_PAIRS);

  it.each(names)('%s reads as expected [covers 60]', (name) => {
    expectAsWritten(join(JSON_PAIRS, name));
  });

  it.each(names)('%s is judged as its name says, and its events really break', (name) => {
    const at = join(JSON_PAIRS, name);
    expect(judged(at).verdict).toBe(name.startsWith('breaks-') ? 'incompatible' : 'compatible');
    const events = findingsIn(at).flatMap(({ witness }) => (witness ? [witness.event] : []));
    expect(events.length > 0).toBe(name.startsWith('breaks-'));
    const sides = [source(at, 'old'), source(at, 'new')];
    const [writer, reader] = isOfOldReaders(at) ? sides.reverse() : sides;
    for (const event of events)
      expect([accepts(writer, event), accepts(reader, event)]).toEqual([true, false]);
  });

  it('every rule of JSON Schema has a case', () => {
    const shown = new Set(names.flatMap((name) => findingsIn(join(JSON_PAIRS, name)).map(idOf)));
    const missing = Object.keys(rules).filter((id) => id.startsWith('JSON_') && !shown.has(id));
    expect(missing).toEqual([]);
  });
});

const idOf = ({ ruleId }: { readonly ruleId: string }) => ruleId;

/** No event survives the change, so none is shown. */
describe('golden pairs of two languages', () => {
  it.each(readdirSync(LANGUAGE_PAIRS))('%s breaks and reads as expected [covers 60]', (name) => {
    const at = join(LANGUAGE_PAIRS, name);
    expectAsWritten(at);
    expect([judged(at).verdict, findingsIn(at).map(idOf)]).toEqual([
      'incompatible',
      ['SCHEMA_TYPE_CHANGED'],
    ]);
  });
});

function accepts(schema: SchemaSource | undefined, event: string): boolean {
  const read = schema && jsonSchema.read(schema);
  if (!read?.ok) throw new Error('the schema of the pair cannot be read');
  return jsonSchema.compile(read.value).isValid(JSON.parse(event));
}
