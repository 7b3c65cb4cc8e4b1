import { SeenNames } from './seen-names.js';

export const OBJECT = 0x7b;
export const ARRAY = 0x5b;

/**
 * The objects and arrays that are open where a scan stands, on a stack of our own: no depth overflows
 * anything. Beyond `depthMax` only their kinds are kept.
 */
export class Nesting {
  depth = 0;
  private kinds = new Uint8Array(128);
  private readonly indexes: Int32Array;
  private readonly names: SeenNames;

  constructor(
    bytes: Buffer,
    private readonly depthMax: number,
  ) {
    this.indexes = new Int32Array(depthMax + 1);
    this.names = new SeenNames(bytes, depthMax + 1);
  }

  get isInObject(): boolean {
    return this.kinds[this.depth] === OBJECT;
  }

  /** False where it is deeper than it may be. */
  enter(kind: number): boolean {
    const depth = ++this.depth;
    if (depth === this.kinds.length) {
      const wider = new Uint8Array(depth * 2);
      wider.set(this.kinds);
      this.kinds = wider;
    }
    this.kinds[depth] = kind;
    if (depth > this.depthMax) return false;
    this.indexes[depth] = 0;
    this.names.enter(depth);
    return true;
  }

  leave(): void {
    if (this.depth <= this.depthMax) this.names.leave(this.depth);
    this.depth--;
  }

  nextItem(): void {
    if (this.depth <= this.depthMax) this.indexes[this.depth] = (this.indexes[this.depth] ?? 0) + 1;
  }

  /** False where the innermost object has the name already; see `SeenNames.add`. */
  addName(start: number, end: number, hash: number | undefined): boolean {
    return this.names.add(this.depth, start, end, hash);
  }

  /** JSON Pointer to where the scan stands. */
  pointer(): string {
    let pointer = '';
    const innermost = Math.min(this.depth, this.depthMax);
    for (let depth = 1; depth <= innermost; depth++) {
      const isArray = this.kinds[depth] === ARRAY;
      pointer += isArray ? `/${this.indexes[depth] ?? 0}` : this.names.tokenAt(depth, innermost);
    }
    return pointer;
  }
}
