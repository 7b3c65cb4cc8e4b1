import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readJsonText, type ReferencedSource } from '#schema';
import { Procedure } from './decide.js';
import type { Json } from './json.js';
import { toJson } from './library.js';
import { readExactly } from './read-schema.js';

/**
 * The official suite as questions: "only this value" is inside a schema exactly when the suite
 * calls the value valid, and a schema is inside "anything but this value" exactly when it calls it
 * invalid. Two pairs for each of its cases, and the evaluator's opinion.
 */
const suite = resolve(
  process.env.JSON_SCHEMA_TEST_SUITE ?? '../shared/data/json-schema-test-suite',
);
const isThere = existsSync(join(suite, 'tests'));
const UNBOUNDED = { depthMax: Infinity, nodesMax: Infinity };
const drafts = [
  ['draft4', 'http://json-schema.org/draft-04/schema#'],
  ['draft6', 'http://json-schema.org/draft-06/schema#'],
  ['draft7', 'http://json-schema.org/draft-07/schema#'],
  ['draft2019-09', 'https://json-schema.org/draft/2019-09/schema'],
  ['draft2020-12', 'https://json-schema.org/draft/2020-12/schema'],
] as const;

interface Group {
  readonly description: string;
  readonly schema: unknown;
  readonly tests: readonly { description: string; data: unknown; valid: boolean }[];
}

function remotes(folder: string): ReferencedSource[] {
  const root = join(suite, 'remotes');
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({
      name: `http://localhost:1234/${relative(root, file)}`,
      text: readFileSync(file, 'utf8'),
    }))
    .filter(({ name }) => !/\/(draft[\d-]+|v1)\//.test(name) || name.includes(`/${folder}/`));
}

function groupsOf(folder: string): { name: string; group: Group }[] {
  const root = join(suite, 'tests', folder);
  return readdirSync(root)
    .filter((file) => file.endsWith('.json') && file !== 'format.json')
    .flatMap((file) =>
      (JSON.parse(readFileSync(join(root, file), 'utf8')) as Group[]).map((group) => ({
        name: `${file}: ${group.description}`,
        group,
      })),
    );
}

function exact(data: unknown): Json | undefined {
  const read = readJsonText(JSON.stringify(data), UNBOUNDED);
  return read.ok ? toJson(read.value.lossless) : undefined;
}

describe(
  isThere ? 'the official suite as pairs' : 'the official suite as pairs (NOT RUN: absent)',
  () => {
    (isThere ? it.each(drafts) : it.skip.each(drafts))(
      '%s: no verdict is wrong and every pair is decided',
      (folder, uri) => {
        const references = remotes(folder);
        const wrong: string[] = [];
        let pairs = 0;
        for (const { name, group } of groupsOf(folder)) {
          const isObject = typeof group.schema === 'object' && group.schema !== null;
          const schema =
            isObject && !('$schema' in group.schema)
              ? { $schema: uri, ...group.schema }
              : group.schema;
          const text = JSON.stringify(schema);
          const read = readExactly({
            type: 'JSON',
            text,
            references: text.includes('localhost:1234') ? references : [],
          });
          // What is refused at registration has no verdict; the schema module lists these.
          if (!read.ok) continue;
          for (const { description, data, valid } of group.tests) {
            const value = exact(data);
            if (value === undefined) continue;
            const only = { root: new Map([['const', value]]), references: [] };
            const others = { root: new Map<string, Json>([['not', only.root]]), references: [] };
            const procedure = new Procedure();
            const outcomes = [
              procedure.accepts(read.value, value) === valid,
              procedure.decide(only, read.value, { stepsMax: 100_000 }).outcome ===
                (valid ? 'proved' : 'refuted'),
              procedure.decide(read.value, others, { stepsMax: 100_000 }).outcome ===
                (valid ? 'refuted' : 'proved'),
            ];
            pairs += 2;
            if (outcomes.includes(false)) wrong.push(`${name}: ${description}`);
          }
        }
        expect(wrong).toEqual([]);
        expect(pairs).toBeGreaterThan(1_000);
      },
      120_000,
    );
  },
);
