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

/** What is in a file, or how many bytes where they are too many. */
export type Blob = Buffer | number;

/** `cat-file --batch` says hash, kind and size on a line, then what is in it, then ends the line. */
class BlobReader {
  #unread: Buffer = Buffer.alloc(0);
  #skipped = 0;

  constructor(
    private readonly bytesMax: number,
    private readonly blobs: Map<string, Blob>,
  ) {}

  take(chunk: Buffer): void {
    this.#unread = this.#unread.length === 0 ? chunk : Buffer.concat([this.#unread, chunk]);
    while (this.#step());
  }

  /** Whether there may be more to read. */
  #step(): boolean {
    const passed = Math.min(this.#skipped, this.#unread.length);
    this.#skipped -= passed;
    this.#unread = this.#unread.subarray(passed);
    const headEnd = this.#unread.indexOf('\n');
    if (this.#skipped > 0 || headEnd < 0) return false;
    const [hash = '', , size] = this.#unread.toString('latin1', 0, headEnd).split(' ');
    const bytes = Number(size);
    const from = headEnd + 1;
    // One that is not held is only named: "<hash> missing".
    if (size === undefined) this.#skipped = from;
    else if (bytes > this.bytesMax) {
      this.blobs.set(hash, bytes);
      this.#skipped = from + bytes + 1;
    } else {
      if (this.#unread.length <= from + bytes) return false;
      this.blobs.set(hash, this.#unread.subarray(from, from + bytes));
      this.#skipped = from + bytes + 1;
    }
    return true;
  }
}

/** Blobs by hash, all from one process: a thousand processes would take ten seconds. */
export async function gitBlobs(
  cwd: string,
  hashes: readonly string[],
  bytesMax: number,
): Promise<ReadonlyMap<string, Blob>> {
  const blobs = new Map<string, Blob>();
  if (hashes.length === 0) return blobs;
  const child = spawn('git', [...ALWAYS, 'cat-file', '--batch'], {
    cwd,
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  const reader = new BlobReader(bytesMax, blobs);
  child.stdout.on('data', (chunk: Buffer) => reader.take(chunk));
  child.stdin.on('error', () => undefined);
  child.stdin.end(`${hashes.join('\n')}\n`);
  await once(child, 'close');
  return blobs;
}

/** What git said, without its prefix. */
export function gitReason(error: unknown): string {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'it is not installed here';
  const said = (error as { stderr?: Buffer }).stderr?.toString() || (error as Error).message;
  return (said.split('\n').find(Boolean) ?? 'no reason given')
    .replace(/^(fatal|error): /, '')
    .replace(/^Needed a single revision$/, 'no branch, tag or commit is called so')
    .replace(/\.$/, '');
}
