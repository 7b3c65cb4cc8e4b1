import { execFileSync } from 'node:child_process';
import { chown, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * PostgreSQL refuses to run as root. As root we hand it to the user `postgres`, or `nobody`; and
 * where that user may not pass through the folders on the way (a clone below /root), `setpriv`
 * keeps the one capability that lets it through. Anybody else runs it as themselves.
 */
export interface ChildIdentity {
  /** For `spawn`; absent when the prefix changes user itself, or nobody has to. */
  readonly spawnAs: { readonly uid?: number; readonly gid?: number };
  /** Words to put before the command line; usually none. */
  readonly prefix: readonly string[];
  /** Whom files of the child must belong to, where that is not us. */
  readonly owner?: { readonly uid: number; readonly gid: number };
}

/** @param paths what the child must be able to reach */
export async function childIdentity(...paths: readonly string[]): Promise<ChildIdentity> {
  if (process.getuid?.() !== 0) return { spawnAs: {}, prefix: [] };
  const owner = lookUp('postgres') ?? lookUp('nobody') ?? { uid: 65_534, gid: 65_534 };
  const canPass = (await Promise.all(paths.map(isOpenToAll))).every(Boolean);
  if (canPass) return { spawnAs: owner, prefix: [], owner };
  const user = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'];
  const capability = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  return { spawnAs: {}, prefix: ['setpriv', ...user, ...capability, '--'], owner };
}

function lookUp(name: string): { uid: number; gid: number } | undefined {
  try {
    const [uid, gid] = ['-u', '-g'].map((flag) =>
      Number(
        execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
      ),
    );
    return uid !== undefined && gid !== undefined && uid > 0 ? { uid, gid } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether others may pass through every folder from here to the root. */
async function isOpenToAll(path: string): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (((await stat(folder)).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

export async function ownedBy(identity: ChildIdentity, ...paths: readonly string[]): Promise<void> {
  const { owner } = identity;
  if (owner) await Promise.all(paths.map((path) => chown(path, owner.uid, owner.gid)));
}
