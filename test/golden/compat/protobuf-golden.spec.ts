import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { checkCompatibility, renderReport, rules } from '#compat';
import type { SchemaSource } from '#schema';

/**
 * Each folder is named after the rule it shows and holds cases: `old.proto`, `new.proto` and the
 * rendered report of both directions in `expect.txt`. A case is found by being there; `npm run
 * golden` rewrites the expectations, whose diff is the review.
 */
const ROOT = join(process.cwd(), 'test/golden/compat/protobuf');

const cases = readdirSync(ROOT).flatMap((rule) =>
  readdirSync(join(ROOT, rule)).map((name) => [rule, name] as const),
);

const source = (file: string): SchemaSource => ({
  type: 'PROTOBUF',
  text: readFileSync(file, 'utf8'),
  references: [],
});

function compare(rule: string, name: string) {
  const at = join(ROOT, rule, name);
  return checkCompatibility({
    old: [{ version: 1, source: source(join(at, 'old.proto')) }],
    new: source(join(at, 'new.proto')),
    mode: 'FULL',
    assumption: 'open-world',
  });
}

describe('golden pairs of Protobuf', () => {
  it.each(cases)('%s/%s reads as expected [covers 60]', (rule, name) => {
    const text = renderReport(compare(rule, name), { newVersion: '2' });
    const expectation = join(ROOT, rule, name, 'expect.txt');
    if (process.env.UPDATE_GOLDEN === '1' || !existsSync(expectation))
      writeFileSync(expectation, text);
    expect(text).toBe(readFileSync(expectation, 'utf8'));
  });

  it.each(cases)('%s/%s is a case of its rule', (rule, name) => {
    const ids = compare(rule, name).comparisons.flatMap(({ findings }) =>
      findings.map(({ ruleId }) => ruleId),
    );
    expect(ids).toContain(`PROTO_${rule.replaceAll('-', '_').toUpperCase()}`);
  });

  it('every rule of Protobuf has a case', () => {
    const shown = new Set(cases.map(([rule]) => `PROTO_${rule.replaceAll('-', '_').toUpperCase()}`));
    const missing = Object.keys(rules).filter((id) => id.startsWith('PROTO_') && !shown.has(id));
    expect(missing).toEqual([]);
  });
});
