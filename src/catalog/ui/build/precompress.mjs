import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const TEXT = /\.(html|js|css|svg|json|txt)$/;
/** Below one network packet compression saves nothing. */
const WORTH_BYTES = 1024;

async function filesBelow(folder) {
  const names = await readdir(folder, { recursive: true });
  const paths = names.map((name) => join(folder, name));
  const isFile = await Promise.all(paths.map(async (path) => (await stat(path)).isFile()));
  return paths.filter((_, i) => isFile[i]);
}

async function compress(path) {
  const bytes = await readFile(path);
  if (bytes.length < WORTH_BYTES) return;
  const best = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  await Promise.all([
    promisify(brotliCompress)(bytes, best).then((small) => writeFile(`${path}.br`, small)),
    promisify(gzip)(bytes, { level: 9 }).then((small) => writeFile(`${path}.gz`, small)),
  ]);
}

/** Writes `x.br` and `x.gz` beside every text of the build: paid once here, not per request. */
export function precompress() {
  let folder = '';
  return {
    name: 'precompress',
    apply: 'build',
    configResolved(config) {
      folder = config.build.outDir;
    },
    async closeBundle() {
      const paths = await filesBelow(folder);
      await Promise.all(paths.filter((path) => TEXT.test(path)).map(compress));
    },
  };
}
