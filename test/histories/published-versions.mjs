// The published versions of a package, oldest first, through the npm this machine is configured with.
// They are kept outside the tree: nothing of them belongs to the project.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const cache = process.env.CONCORDAT_HISTORIES ?? join(tmpdir(), 'concordat-histories');
const npm = (...args) =>
  execFileSync('npm', args, { cwd: cache, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

/** Each version with the text of one file of it. */
export function publishedVersions(name, file) {
  mkdirSync(cache, { recursive: true });
  const versions = [JSON.parse(npm('view', name, 'versions', '--json'))].flat();
  return versions.map((version) => ({ version, text: textOf(name, version, file) }));
}

function textOf(name, version, file) {
  const folder = join(cache, `${name.replaceAll(/\W+/g, '-')}-${version}`);
  if (!existsSync(folder)) unpack(`${name}@${version}`, folder);
  return readFileSync(join(folder, 'package', file), 'utf8');
}

/** Under another name until it is whole, so that a run that broke off leaves nothing half there. */
function unpack(wanted, folder) {
  const [archive] = npm('pack', wanted, '--silent').trim().split('\n').slice(-1);
  const coming = `${folder}.coming`;
  rmSync(coming, { recursive: true, force: true });
  mkdirSync(coming);
  execFileSync('tar', ['xzf', join(cache, archive), '-C', coming]);
  rmSync(join(cache, archive));
  renameSync(coming, folder);
}
