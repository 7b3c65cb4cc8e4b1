export interface DiffLine {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
  /** 1-based, on the side or sides that have the line. */
  readonly old?: number;
  readonly new?: number;
}

/** Beyond this many differing lines an exact answer is neither quick nor readable. */
const EDITS_MAX = 1_000;

/**
 * The shortest way from one text to the other, line by line (Myers 1986, "An O(ND) Difference
 * Algorithm"). Texts with little in common are told as all gone and all new.
 */
export function diffLines(oldText: string, newText: string): readonly DiffLine[] {
  const [a, b] = [oldText.split('\n'), newText.split('\n')];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail))
    tail++;
  const middle = walk(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  const same = (text: string): Step => ({ kind: 'same', text });
  return numbered([
    ...a.slice(0, head).map(same),
    ...middle,
    ...a.slice(a.length - tail).map(same),
  ]);
}

type Step = Pick<DiffLine, 'kind' | 'text'>;

function walk(a: readonly string[], b: readonly string[]): readonly Step[] {
  const trace: Map<number, number>[] = [];
  let reach = new Map<number, number>([[1, 0]]);
  const most = Math.min(a.length + b.length, EDITS_MAX);
  for (let edits = 0; edits <= most; edits++) {
    trace.push(reach);
    const next = new Map(reach);
    for (let k = -edits; k <= edits; k += 2) {
      let x = fromAbove(reach, k, edits) ? at(reach, k + 1) : at(reach, k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      next.set(k, x);
      if (x >= a.length && x - k >= b.length) return backtrack(a, b, trace);
    }
    reach = next;
  }
  return [...a.map(gone), ...b.map(added)];
}

const gone = (text: string): Step => ({ kind: 'gone', text });
const added = (text: string): Step => ({ kind: 'new', text });
const at = (reach: ReadonlyMap<number, number>, k: number) => reach.get(k) ?? -1;
const fromAbove = (reach: ReadonlyMap<number, number>, k: number, edits: number) =>
  k === -edits || (k !== edits && at(reach, k - 1) < at(reach, k + 1));

function backtrack(
  a: readonly string[],
  b: readonly string[],
  trace: readonly ReadonlyMap<number, number>[],
): readonly Step[] {
  const steps: Step[] = [];
  let [x, y] = [a.length, b.length];
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const reach = trace[edits] ?? new Map<number, number>();
    const k = x - y;
    const isAbove = fromAbove(reach, k, edits);
    const fromX = isAbove ? at(reach, k + 1) : at(reach, k - 1);
    const fromY = fromX - (isAbove ? k + 1 : k - 1);
    while (x > Math.max(fromX, 0) && y > Math.max(fromY, 0)) {
      steps.push({ kind: 'same', text: a[--x] ?? '' });
      y--;
    }
    if (edits === 0) break;
    if (isAbove) steps.push(added(b[--y] ?? ''));
    else steps.push(gone(a[--x] ?? ''));
  }
  return steps.reverse();
}

function numbered(steps: readonly Step[]): readonly DiffLine[] {
  let [old, now] = [0, 0];
  return steps.map((step) => ({
    ...step,
    ...(step.kind !== 'new' && { old: ++old }),
    ...(step.kind !== 'gone' && { new: ++now }),
  }));
}
