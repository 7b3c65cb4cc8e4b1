import { useMemo } from 'react';
import type { DiffSide } from '../api/answers';
import { plural } from '../parts/numbers';
import { readableText } from '../parts/readable-text';
import { FOLD, WholeLink } from '../parts/whole-link';
import { useShownWhole } from '../shell/use-shown-whole';
import { diffLines, type DiffLine } from './diff-lines';

const CONTEXT = 3;
const LOOKS: Record<DiffLine['kind'], readonly [mark: string, tone: string, spoken: string]> = {
  same: [' ', '', ''],
  gone: ['−', 'bg-bad-wash text-bad', 'removed: '],
  new: ['+', 'bg-good-wash text-good', 'added: '],
};

/** The two schemas as texts; what is the same in both is folded but for a few lines around. */
export function TextDiff({ old, now }: { readonly old: DiffSide; readonly now: DiffSide }) {
  const isWhole = useShownWhole('text');
  const lines = useMemo(
    () => diffLines(readableText(old.text), readableText(now.text)),
    [old.text, now.text],
  );
  const short = useMemo(() => folded(lines), [lines]);
  const shown = isWhole ? lines : short;
  if (lines.every(({ kind }) => kind === 'same')) {
    return <p className="py-6 text-soft">The two texts are the same.</p>;
  }
  return (
    <div
      role="group"
      aria-label={`Schema text of version ${old.version} against version ${now.version}`}
      tabIndex={0}
      className="overflow-x-auto rounded-lg border border-line bg-sunken py-3 font-mono text-small leading-6"
    >
      {shown.map((item) =>
        typeof item === 'number' ? (
          <WholeLink key={`fold-${item}`} name="text" className={FOLD}>
            {plural(foldLength(lines, item), 'line')} the same · show the whole text
          </WholeLink>
        ) : (
          <Line key={`${item.kind}${item.old ?? ''}-${item.new ?? ''}`} line={item} />
        ),
      )}
      {isWhole && short.length < lines.length && (
        <WholeLink name="text" className={FOLD}>
          Fewer lines
        </WholeLink>
      )}
    </div>
  );
}

function Line({ line }: { readonly line: DiffLine }) {
  const [mark, tone, spoken] = LOOKS[line.kind];
  return (
    <div className={`grid min-w-max grid-cols-[3rem_3rem_1.5rem_1fr] pr-4 ${tone}`}>
      <span aria-hidden="true" className="numbers pr-3 text-right text-quiet select-none">
        {line.old}
      </span>
      <span aria-hidden="true" className="numbers pr-3 text-right text-quiet select-none">
        {line.new}
      </span>
      <span aria-hidden="true" className="select-none">
        {mark}
      </span>
      <span className="whitespace-pre">
        {spoken && <span className="sr-only">{spoken}</span>}
        {line.text}
      </span>
    </div>
  );
}

/** Lines near a difference; a number stands for the run of lines that begins there. */
function folded(lines: readonly DiffLine[]): readonly (DiffLine | number)[] {
  const isNear = new Array<boolean>(lines.length).fill(false);
  lines.forEach(({ kind }, i) => {
    if (kind !== 'same') isNear.fill(true, Math.max(0, i - CONTEXT), i + CONTEXT + 1);
  });
  return lines.flatMap((line, i): (DiffLine | number)[] => {
    if (isNear[i]) return [line];
    return i === 0 || isNear[i - 1] ? [i] : [];
  });
}

function foldLength(lines: readonly DiffLine[], from: number): number {
  let to = from;
  while (to < lines.length && lines[to]?.kind === 'same') to++;
  return to < lines.length ? to - from - CONTEXT : to - from;
}
