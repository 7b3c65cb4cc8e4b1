// Builds what is stale: the server (swc), from it the command line (one file, vite) and the catalog's
// UI (vite), each only when a source is newer than its stamp. `--force` builds all.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;
const isForced = process.argv.includes('--force');

const server = {
  name: 'server',
  stamp: 'dist/.server-built',
  sources: ['src', 'migrations', '.swcrc', 'scripts/compile-server.mjs', 'package-lock.json'],
  skip: join(root, 'src/catalog/ui'),
  command: ['scripts/compile-server.mjs'],
};
const parts = [
  server,
  {
    ...server,
    name: 'command line',
    stamp: 'dist/.cli-bundled',
    sources: [...server.sources, 'scripts/bundle-cli.mjs'],
    command: ['scripts/bundle-cli.mjs'],
    after: server,
  },
  {
    name: 'catalog UI',
    stamp: 'dist/.ui-built',
    sources: ['src/catalog/ui', 'package-lock.json'],
    command: ['src/catalog/ui/build/build.mjs'],
  },
];

async function newest(path, skip) {
  if (path === skip) return 0;
  const about = await stat(path).catch(() => undefined);
  if (!about) return 0;
  if (!about.isDirectory()) return about.mtimeMs;
  const inside = await readdir(path);
  return Math.max(0, ...(await Promise.all(inside.map((name) => newest(join(path, name), skip)))));
}

async function isStale({ stamp, sources, skip }) {
  const built = await stat(join(root, stamp)).catch(() => undefined);
  if (!built || isForced) return true;
  const changed = await Promise.all(sources.map((source) => newest(join(root, source), skip)));
  return Math.max(...changed) > built.mtimeMs;
}

function run(part) {
  return new Promise((done, refuse) => {
    const child = spawn(process.execPath, part.command, { cwd: root, stdio: 'inherit' });
    child.on('error', refuse);
    child.on('exit', (code) =>
      code === 0 ? done() : refuse(new Error(`The ${part.name} did not build.`)),
    );
  });
}

async function build(part) {
  if (part.name === 'catalog UI' && !existsSync(join(root, 'src/catalog/ui/vite.config.mjs')))
    return;
  if (!(await isStale(part))) return;
  const begun = performance.now();
  const startedAt = new Date();
  await run(part);
  await mkdir(join(root, 'dist'), { recursive: true });
  await writeFile(join(root, part.stamp), '');
  await utimes(join(root, part.stamp), startedAt, startedAt); // A source saved meanwhile is newer.
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  process.stdout.write(`  built the ${part.name} (${seconds} s)\n`);
}

const begun = new Map();
/** Each part once, after the part it is made from. */
function buildInOrder(part) {
  if (!begun.has(part)) {
    const before = part.after ? buildInOrder(part.after) : Promise.resolve();
    begun.set(
      part,
      before.then(() => build(part)),
    );
  }
  return begun.get(part);
}

try {
  await Promise.all(parts.map(buildInOrder));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
