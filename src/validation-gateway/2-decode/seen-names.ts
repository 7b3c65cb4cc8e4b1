/** Up to here comparing hashes one by one beats a set; most objects of real events end before. */
const LINEAR_MAX = 16;

export const hashStep = (hash: number, byte: number): number => (Math.imul(hash, 31) + byte) | 0;

/**
 * The member names of every object that is open, innermost last, to find a name that comes twice.
 * Names are compared as bytes; where one is escaped or an object is wide, as strings in a set,
 * because V8 seeds its string hash: nobody can choose names that collide.
 */
export class SeenNames {
  private hashes = new Int32Array(64);
  private starts = new Int32Array(64);
  private ends = new Int32Array(64);
  private count = 0;
  /** By depth: where the names of the object open there begin. */
  private readonly firsts: Int32Array;
  private readonly sets: (Set<string> | undefined)[] = [];

  constructor(
    private readonly bytes: Buffer,
    depthMax: number,
  ) {
    this.firsts = new Int32Array(depthMax + 1);
  }

  enter(depth: number): void {
    if (depth === 1) this.count = 0;
    this.firsts[depth] = this.count;
    this.sets[depth] = undefined;
  }

  leave(depth: number): void {
    this.count = this.firsts[depth] ?? 0;
  }

  /**
   * False when the object open at `depth` already has the name between these offsets.
   *
   * @param hash of its bytes, by `hashStep`; `undefined` for a name with escapes
   */
  add(depth: number, start: number, end: number, hash: number | undefined): boolean {
    const first = this.firsts[depth] as number;
    const isWide = hash === undefined || this.count - first >= LINEAR_MAX;
    const set = isWide ? (this.sets[depth] ??= this.setOf(first)) : this.sets[depth];
    const isNew = set ? !set.has(this.text(start, end)) : !this.has(first, hash ?? 0, start, end);
    set?.add(this.text(start, end));
    this.push(hash ?? 0, start, end);
    return isNew;
  }

  /** The newest name of the object open at `depth`, as a token of a JSON Pointer. */
  tokenAt(depth: number, innermost: number): string {
    const last = (depth < innermost ? (this.firsts[depth + 1] ?? 0) : this.count) - 1;
    if (last < (this.firsts[depth] ?? 0)) return '';
    const name = this.text(this.starts[last] ?? 0, this.ends[last] ?? 0);
    return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  }

  private has(first: number, hash: number, start: number, end: number): boolean {
    for (let i = first; i < this.count; i++) {
      if (this.hashes[i] !== hash) continue;
      const from = this.starts[i] ?? 0;
      const to = this.ends[i] ?? 0;
      if (this.bytes.compare(this.bytes, from, to, start, end) === 0) return true;
    }
    return false;
  }

  private setOf(first: number): Set<string> {
    const set = new Set<string>();
    for (let i = first; i < this.count; i++)
      set.add(this.text(this.starts[i] ?? 0, this.ends[i] ?? 0));
    return set;
  }

  private text(start: number, end: number): string {
    return JSON.parse(this.bytes.toString('utf8', start - 1, end + 1)) as string;
  }

  private push(hash: number, start: number, end: number): void {
    if (this.count === this.hashes.length) {
      this.hashes = doubled(this.hashes);
      this.starts = doubled(this.starts);
      this.ends = doubled(this.ends);
    }
    this.hashes[this.count] = hash;
    this.starts[this.count] = start;
    this.ends[this.count++] = end;
  }
}

function doubled(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(numbers.length * 2);
  wider.set(numbers);
  return wider;
}
