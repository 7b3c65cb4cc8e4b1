export interface JsonLine {
  readonly depth: number;
  /** The member's name in quotes, with its colon; or nothing. */
  readonly name: string;
  readonly text: string;
  readonly kind: 'text' | 'number' | 'word' | 'bracket';
  /** JSON Pointer of the value this line shows or opens. */
  readonly pointer: string;
  readonly isClosing: boolean;
}

export interface Fold {
  readonly hidden: number;
  readonly from: number;
}

/** RFC 6901 §3. */
const escape = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** Indented JSON, a line at a time, each knowing where it stands. */
export function jsonLines(value: unknown): readonly JsonLine[] {
  const lines: JsonLine[] = [];
  print({ value, name: '', pointer: '', depth: 0, isLast: true }, lines);
  return lines;
}

interface Member {
  readonly value: unknown;
  readonly name: string;
  readonly pointer: string;
  readonly depth: number;
  readonly isLast: boolean;
}

function print(member: Member, lines: JsonLine[]): void {
  const { value, name, pointer, depth, isLast } = member;
  const comma = isLast ? '' : ',';
  const line = (text: string, kind: JsonLine['kind'], isClosing = false) =>
    lines.push({ depth, name: isClosing ? '' : name, text, kind, pointer, isClosing });
  if (typeof value !== 'object' || value === null) {
    const kind = typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'word';
    line(`${JSON.stringify(value) ?? 'null'}${comma}`, kind);
    return;
  }
  const isArray = Array.isArray(value);
  const [open, close] = isArray ? ['[', ']'] : ['{', '}'];
  const entries = Object.entries(value);
  if (entries.length === 0) {
    line(`${open}${close}${comma}`, 'bracket');
    return;
  }
  line(open, 'bracket');
  entries.forEach(([key, inner], i) =>
    print(
      {
        value: inner as unknown,
        name: isArray ? '' : `${JSON.stringify(key)}: `,
        pointer: `${pointer}/${escape(key)}`,
        depth: depth + 1,
        isLast: i === entries.length - 1,
      },
      lines,
    ),
  );
  line(`${close}${comma}`, 'bracket', true);
}

/**
 * Where a reason points: the line itself, or, when the place is missing from the event (that is
 * often the reason), the nearest one around it that is there.
 */
export function offendingLine(lines: readonly JsonLine[], pointer: string): number {
  for (let place = pointer; ; place = place.slice(0, place.lastIndexOf('/'))) {
    const at = lines.findIndex((line) => line.pointer === place && !line.isClosing);
    if (at >= 0 || place === '') return Math.max(0, at);
  }
}

/** Lines around the marks and the lines that open what they are in; the rest is folded. */
export function foldLines(
  lines: readonly JsonLine[],
  marks: readonly number[],
  around = 3,
): readonly (JsonLine | Fold)[] {
  if (lines.length <= 30) return lines;
  const isKept = lines.map(() => false);
  const keep = (from: number, to: number) => isKept.fill(true, Math.max(0, from), to + 1);
  for (const mark of marks) {
    keep(mark - around, mark + around);
    ancestorsOf(lines, mark).forEach((at) => keep(at, at));
  }
  if (marks.length === 0) keep(0, 20);
  const folded: (JsonLine | Fold)[] = [];
  for (let from = 0, to = 0; from < lines.length; from = to) {
    while (to < lines.length && isKept[to] === isKept[from]) to++;
    // A fold of one line hides nothing worth hiding.
    if (isKept[from] || to - from < 2) folded.push(...lines.slice(from, to));
    else folded.push({ hidden: to - from, from });
  }
  return folded;
}

function ancestorsOf(lines: readonly JsonLine[], at: number): number[] {
  const found: number[] = [];
  let depth = lines[at]?.depth ?? 0;
  for (let i = at - 1; i >= 0 && depth > 0; i--) {
    const line = lines[i];
    if (line && line.depth < depth) {
      found.push(i);
      depth = line.depth;
    }
  }
  return found;
}
