import { useMemo } from 'react';
import type { Refusal } from '../api/answers';
import { useShownWhole } from '../shell/use-shown-whole';
import { Icon } from './icon';
import { plural } from './numbers';
import { foldLines, type JsonLine, jsonLines, offendingLine } from './json-lines';
import { FOLD, WholeLink } from './whole-link';

const TONES: Record<JsonLine['kind'], string> = {
  text: 'text-good',
  number: 'text-accent',
  word: 'text-private',
  bracket: 'text-quiet',
};

interface PayloadProps {
  readonly value: unknown;
  /** What the address calls it where a long one is shown whole. */
  readonly name: string;
  readonly label: string;
  readonly reasons?: Refusal['reasons'];
}

/** An event as indented JSON; each reason stands under the line it is about. */
export function Payload({ value, name, label, reasons = [] }: PayloadProps) {
  const isWhole = useShownWhole(name);
  const lines = useMemo(() => jsonLines(value), [value]);
  const marks = useMemo(() => {
    const byLine = new Map<number, Refusal['reasons'][number][]>();
    for (const reason of reasons) {
      const at = offendingLine(lines, reason.pointer);
      byLine.set(at, [...(byLine.get(at) ?? []), reason]);
    }
    return byLine;
  }, [lines, reasons]);
  const folded = useMemo(() => foldLines(lines, [...marks.keys()]), [lines, marks]);
  const shown = isWhole ? lines : folded;
  return (
    <div
      role="group"
      aria-label={label}
      tabIndex={0}
      className="overflow-x-auto rounded-lg border border-line bg-sunken py-3 font-mono text-small leading-6"
    >
      {shown.map((item) =>
        'hidden' in item ? (
          <WholeLink key={`fold-${item.from}`} name={name} className={FOLD}>
            {plural(item.hidden, 'line')} more · show the whole event
          </WholeLink>
        ) : (
          <Line key={lines.indexOf(item)} line={item} marks={marks.get(lines.indexOf(item))} />
        ),
      )}
      {isWhole && folded !== lines && (
        <WholeLink name={name} className={FOLD}>
          Fewer lines
        </WholeLink>
      )}
    </div>
  );
}

interface LineProps {
  readonly line: JsonLine;
  readonly marks: Refusal['reasons'] | undefined;
}

function Line({ line, marks }: LineProps) {
  const indent = { paddingLeft: `${1 + line.depth * 1.25}rem` };
  return (
    <>
      <div
        style={indent}
        className={`min-w-max pr-4 whitespace-pre ${marks ? 'bg-bad-wash shadow-[inset_3px_0_var(--color-bad-fill)]' : ''}`}
      >
        <span className="text-ink">{line.name}</span>
        <span className={TONES[line.kind]}>{line.text}</span>
      </div>
      {marks?.map((reason) => (
        <p
          key={`${reason.code}${reason.pointer}${reason.message}`}
          style={indent}
          className="flex items-start gap-1.5 bg-bad-wash py-0.5 pr-4 font-sans text-bad shadow-[inset_3px_0_var(--color-bad-fill)]"
        >
          <span className="grid h-6 place-items-center">
            <Icon name="cross" size={14} />
          </span>
          {reason.message}
        </p>
      ))}
    </>
  );
}
