import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** A listing of a very large repository; the files themselves are bounded one by one. */
const LISTING_BYTES_MAX = 256 * 1024 * 1024;
/** Git reads each of these as it stands; no argument of ours is ever a pattern or a pager. */
const ALWAYS = ['--no-pager', '--literal-pathspecs'];

export async function git(cwd: string, args: readonly string[]): Promise<Buffer> {
  const { stdout } = await run('git', [...ALWAYS, ...args], {
    cwd,
    encoding: 'buffer',
    maxBuffer: LISTING_BYTES_MAX,
    windowsHide: true,
  });
  return stdout;
}

/** Blobs by hash, all from one process: a thousand processes would take ten seconds. */
export async function gitBlobs(
  cwd: string,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> {
  const blobs = new Map<string, Buffer>();
  if (hashes.length === 0) return blobs;
  const child = spawn('git', [...ALWAYS, 'cat-file', '--batch'], {
    cwd,
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stdin.on('error', () => undefined);
  child.stdin.end(`${hashes.join('\n')}\n`);
  await once(child, 'close');
  const all = Buffer.concat(chunks);
  for (let at = 0; at < all.length;) {
    const headEnd = all.indexOf(10, at);
    const [hash = '', , bytes] = all.toString('latin1', at, headEnd).split(' ');
    at = headEnd + 1;
    if (bytes === undefined) continue;
    blobs.set(hash, all.subarray(at, at + Number(bytes)));
    at += Number(bytes) + 1;
  }
  return blobs;
}

/** What git said, without its prefix. */
export function gitReason(error: unknown): string {
  const said = (error as { stderr?: Buffer }).stderr?.toString() || (error as Error).message;
  return (said.split('\n').find(Boolean) ?? 'no reason given')
    .replace(/^fatal: /, '')
    .replace(/\.$/, '');
}
