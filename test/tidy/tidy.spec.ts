import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = new URL('../..', import.meta.url).pathname;
const BANNED_WORDS =
  /(^|-)(manager|helper|utils?|common|base|abstract|impl|handler|processor|data|info|service)(-|\.|$)/;
/** Names that are somebody else's: TypeORM's word for a pool. */
const NAMES_ALLOWED = new Set(['data-source.ts']);

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name === 'node_modules') return [];
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

const sources = ['src', 'migrations', 'scripts', 'bin', 'test/support']
  .flatMap((folder) => filesBelow(join(root, folder)))
  .filter((path) => /\.(ts|tsx|js|mjs)$/.test(path));
const product = sources.filter(
  (path) => /\/(src|migrations)\//.test(path) && !/\.spec\.tsx?$/.test(path),
);
const told = (paths: readonly string[]) => paths.map((path) => relative(root, path));
const text = (path: string) => readFileSync(path, 'utf8');

describe('the house is tidy', () => {
  it('no file of the product is longer than 400 lines', () => {
    expect(told(product.filter((path) => text(path).split('\n').length > 401))).toEqual([]);
  });

  it('no file is named after a bag of things', () => {
    expect(
      told(
        sources.filter(
          (path) => BANNED_WORDS.test(basename(path)) && !NAMES_ALLOWED.has(basename(path)),
        ),
      ),
    ).toEqual([]);
  });

  it('every file name is kebab-case', () => {
    const odd = product.filter(
      (path) => !/^[a-z0-9]+([-.][a-z0-9]+)*\.(ts|tsx|mjs)$/.test(basename(path)),
    );
    expect(told(odd)).toEqual([]);
  });

  it('no class is a manager, helper or service', () => {
    const odd = product.filter((path) =>
      /class \w*(Manager|Helper|Utils?|Handler|Processor|Service)\b/.test(text(path)),
    );
    expect(told(odd)).toEqual([]);
  });

  it('no default export, no any, no stray console, no unexplained eslint-disable', () => {
    const odd = product.flatMap((path) =>
      text(path)
        .split('\n')
        .map((line, i) => ({ line, place: `${relative(root, path)}:${i + 1}` }))
        .filter(
          ({ line }) =>
            (/^export default\b/.test(line) && !path.endsWith('.mjs')) ||
            /(:|<|as) any\b/.test(line.replace(/\/\/.*|\*.*/, '')) ||
            /\bconsole\.\w+\(/.test(line) ||
            (/eslint-disable/.test(line) && !/eslint-disable.*-- \w+/.test(line)),
        )
        .map(({ place }) => place),
    );
    expect(odd).toEqual([]);
  });

  it('no statement prepares a transaction that another system would have to end [covers 43]', () => {
    const odd = product.filter((path) =>
      /\b(PREPARE\s+TRANSACTION|COMMIT\s+PREPARED)\b/i.test(text(path)),
    );
    expect(told(odd)).toEqual([]);
  });

  it('every TODO names an issue', () => {
    const odd = sources.filter((path) => /\b(TODO|FIXME|XXX)\b(?!\(#\d+\))/.test(text(path)));
    expect(told(odd)).toEqual([]);
  });

  it('every module has a README', () => {
    const modules = readdirSync(join(root, 'src')).filter((name) =>
      statSync(join(root, 'src', name)).isDirectory(),
    );
    const bare = modules.filter(
      (name) => !readdirSync(join(root, 'src', name)).includes('README.md'),
    );
    expect(bare).toEqual([]);
  });

  it('only config.ts and main.ts know the environment', () => {
    const odd = product.filter(
      (path) => /process\.env/.test(text(path)) && !/app\/main\.ts$|\/cli\/main\.ts$/.test(path),
    );
    expect(told(odd)).toEqual([]);
  });
});
