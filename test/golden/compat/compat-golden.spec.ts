import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { checkCompatibility, renderReport } from '#compat';
import { jsonSchema, type SchemaSource, type SchemaType } from '#schema';

/**
 * Each folder is one pair: `old.json`, `new.json`, the rendered report in `expect.txt`. A folder
 * is found by being there; `npm run golden` rewrites the expectations, whose diff is the review.
 */
const LANGUAGES: readonly (readonly [folder: string, type: SchemaType])[] = [['json-schema', 'JSON']];
const ROOT = join(process.cwd(), 'test/golden/compat');

function source(type: SchemaType, file: string): SchemaSource {
  return { type, text: readFileSync(file, 'utf8'), references: [] };
}

for (const [folder, type] of LANGUAGES) {
  const names = readdirSync(join(ROOT, folder));
  describe(`golden pairs of ${folder}`, () => {
    it.each(names)('%s reads as expected [covers 60]', (name) => {
      const at = join(ROOT, folder, name);
      const [old, changed] = [source(type, join(at, 'old.json')), source(type, join(at, 'new.json'))];
      const report = checkCompatibility({
        old: [{ version: 1, source: old }],
        new: changed,
        mode: 'BACKWARD',
        assumption: 'open-world',
      });
      const text = renderReport(report, { newVersion: '2' });
      const expectation = join(at, 'expect.txt');
      if (process.env.UPDATE_GOLDEN === '1' || !existsSync(expectation)) {
        writeFileSync(expectation, text);
      }
      expect(text).toBe(readFileSync(expectation, 'utf8'));
    });

    it.each(names)('%s is judged as its name says, and its events really break', (name) => {
      const at = join(ROOT, folder, name);
      const [old, changed] = [source(type, join(at, 'old.json')), source(type, join(at, 'new.json'))];
      const report = checkCompatibility({
        old: [{ version: 1, source: old }],
        new: changed,
        mode: 'BACKWARD',
        assumption: 'open-world',
      });
      expect(report.verdict).toBe(name.startsWith('breaks-') ? 'incompatible' : 'compatible');
      const events = report.comparisons.flatMap(({ findings }) =>
        findings.flatMap(({ witness }) => (witness ? [witness.event] : [])),
      );
      expect(events.length > 0).toBe(name.startsWith('breaks-'));
      for (const event of events) {
        expect([accepts(old, event), accepts(changed, event)]).toEqual([true, false]);
      }
    });
  });
}

function accepts(schema: SchemaSource, event: string): boolean {
  const read = jsonSchema.read(schema);
  if (!read.ok) throw new Error(read.error[0]?.message);
  return jsonSchema.compile(read.value).isValid(JSON.parse(event));
}
