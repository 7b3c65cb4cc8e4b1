// Strips the types off src and migrations into dist, a file at a time and all at once; what no
// longer has a source goes. The types are checked apart (`npm run types`), so that nobody waits for
// them to start a server.
import { transformFile } from '@swc/core';
import { glob, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

const root = new URL('..', import.meta.url).pathname;

async function compile(source) {
  const target = join('dist', source.replace(/\.ts$/, '.js'));
  const { code, map } = await transformFile(join(root, source), {
    cwd: root,
    sourceFileName: relative(dirname(target), source),
  });
  const comment = `//# sourceMappingURL=${target.split('/').at(-1)}.map\n`;
  await mkdir(join(root, dirname(target)), { recursive: true });
  await writeFile(join(root, target), code + comment);
  await writeFile(join(root, `${target}.map`), map);
  return target;
}

const sources = await Array.fromAsync(
  glob('{src,migrations}/**/*.ts', {
    cwd: root,
    exclude: (path) => path === 'src/catalog/ui' || path.endsWith('.spec.ts'),
  }),
);
const compiled = new Set(await Promise.all(sources.map(compile)));
for await (const left of glob('dist/{src,migrations}/**/*.js', { cwd: root }))
  if (!compiled.has(left))
    await Promise.all([left, `${left}.map`].map((file) => rm(join(root, file), { force: true })));
