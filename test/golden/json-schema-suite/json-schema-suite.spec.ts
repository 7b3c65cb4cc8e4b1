import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { jsonSchema, JudgeByParts, type ReferencedSource, UNTOLD, VALID } from '#schema';

/**
 * The official JSON-Schema-Test-Suite, required cases. Its remotes are supplied as registered
 * references: nothing is fetched. What differs on purpose or by a known gap stands in
 * `known-gaps.json`; a gap that closes must leave the list.
 */
const suite = resolve(process.env.JSON_SCHEMA_TEST_SUITE ?? '../shared/data/json-schema-test-suite');
const here = 'test/golden/json-schema-suite';
const drafts = [
  { folder: 'draft4', uri: 'http://json-schema.org/draft-04/schema#' },
  { folder: 'draft6', uri: 'http://json-schema.org/draft-06/schema#' },
  { folder: 'draft7', uri: 'http://json-schema.org/draft-07/schema#' },
  { folder: 'draft2019-09', uri: 'https://json-schema.org/draft/2019-09/schema' },
  { folder: 'draft2020-12', uri: 'https://json-schema.org/draft/2020-12/schema' },
] as const;

interface Group {
  readonly description: string;
  readonly schema: unknown;
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[];
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name));
}

function remotes(folder: string): readonly ReferencedSource[] {
  const root = join(suite, 'remotes');
  return filesBelow(root)
    .map((file) => ({ name: `http://localhost:1234/${relative(root, file)}`, text: readFileSync(file, 'utf8') }))
    .filter(({ name }) => !/\/(draft[\d-]+|v1)\//.test(name) || name.includes(`/${folder}/`));
}

function withDraft(schema: unknown, uri: string): string {
  const isObject = typeof schema === 'object' && schema !== null;
  return JSON.stringify(isObject && !('$schema' in schema) ? { $schema: uri, ...schema } : schema);
}

/** Names of the cases whose answer is not the suite's. */
function differences(folder: string, uri: string): { cases: number; wrong: string[]; tiers: { byBytes: number; byValue: number } } {
  const tiers = { byBytes: 0, byValue: 0 };
  const references = remotes(folder);
  const wrong: string[] = [];
  let cases = 0;
  for (const file of readdirSync(join(suite, 'tests', folder)).filter((name) => name.endsWith('.json'))) {
    for (const group of JSON.parse(readFileSync(join(suite, 'tests', folder, file), 'utf8')) as Group[]) {
      const name = `${folder}/${file}: ${group.description}`;
      const needsRemotes = JSON.stringify(group.schema).includes('localhost:1234');
      const read = jsonSchema.read({
        type: 'JSON', text: withDraft(group.schema, uri), references: needsRemotes ? references : [],
      });
      cases += group.tests.length;
      if (!read.ok) {
        wrong.push(`${name}: refused with ${read.error[0]?.code}`);
        continue;
      }
      const validator = jsonSchema.compile(read.value);
      const byParts = JudgeByParts.of(read.value);
      const payload = jsonSchema.payload(read.value);
      for (const { description, data, valid } of group.tests) {
        const isExplained = validator.explain(data).length === 0;
        const isPart = byParts ? byParts.isValid(data) : valid;
        const bytes = Buffer.from(JSON.stringify(data));
        const told = payload?.judge(bytes, true) ?? UNTOLD;
        const isTold = told === UNTOLD ? payload?.read(bytes).ok : told === VALID;
        tiers[told === UNTOLD ? 'byValue' : 'byBytes']++;
        if (isTold !== validator.isValid(data)) wrong.push(`${name}: ${description} (by its bytes)`);
        if (validator.isValid(data) !== valid || isExplained !== valid || isPart !== valid) wrong.push(`${name}: ${description}`);
      }
    }
  }
  return { cases, wrong, tiers };
}

const isThere = existsSync(join(suite, 'tests'));
if (!isThere) console.warn(`NOT RUN: the JSON-Schema-Test-Suite is not at ${suite}; set JSON_SCHEMA_TEST_SUITE.`);

describe(isThere ? 'the official JSON-Schema-Test-Suite' : 'the official JSON-Schema-Test-Suite (NOT RUN: absent)', () => {
  const gaps = JSON.parse(readFileSync(join(here, 'known-gaps.json'), 'utf8')) as Record<string, readonly string[]>;
  const known = Object.values(gaps).flat();

  (isThere ? it.each(drafts) : it.skip.each(drafts))(
    'agrees with every required case of $folder but the known gaps [covers 53]',
    ({ folder, uri }) => {
      const { cases, wrong, tiers } = differences(folder, uri);
      // Most are told by bytes, the rest by their value: both are held against the suite.
      expect(tiers.byBytes).toBeGreaterThan(tiers.byValue);
      if (process.env['SHOW_TIERS']) console.log(folder, tiers);
      expect(cases).toBeGreaterThan(500);
      expect(wrong.sort()).toEqual(known.filter((name) => name.startsWith(`${folder}/`)).sort());
    },
  );

  it('names a reason for every known gap', () => {
    expect(Object.keys(gaps).every((reason) => reason.length > 20)).toBe(true);
  });
});
