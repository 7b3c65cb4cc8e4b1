import { useMemo, useState } from 'react';
import type { Refusal } from '../api/answers';
import { Icon } from './icon';
import { plural } from './numbers';
import { foldLines, type JsonLine, jsonLines, offendingLine } from './json-lines';

const TONES: Record<JsonLine['kind'], string> = {
  text: 'text-good',
  number: 'text-accent',
  word: 'text-private',
  bracket: 'text-quiet',
};

interface PayloadProps {
  readonly value: unknown;
  readonly label: string;
  readonly reasons?: Refusal['reasons'];
}

/** An event as indented JSON; each reason stands under the line it is about. */
export function Payload({ value, label, reasons = [] }: PayloadProps) {
  const [isWhole, setWhole] = useState(false);
  const lines = useMemo(() => jsonLines(value), [value]);
  const marks = useMemo(() => {
    const byLine = new Map<number, Refusal['reasons'][number][]>();
    for (const reason of reasons) {
      const at = offendingLine(lines, reason.pointer);
      byLine.set(at, [...(byLine.get(at) ?? []), reason]);
    }
    return byLine;
  }, [lines, reasons]);
  const shown = isWhole ? lines : foldLines(lines, [...marks.keys()]);
  return (
    <div
      role="group"
      aria-label={label}
      tabIndex={0}
      className="overflow-x-auto rounded-lg border border-line bg-sunken py-3 font-mono text-small leading-6"
    >
      {shown.map((item) =>
        'hidden' in item ? (
          <button
            key={`fold-${item.from}`}
            type="button"
            onClick={() => setWhole(true)}
            className="block min-h-6 w-full bg-line/40 px-4 text-left font-sans text-micro text-soft hover:bg-accent-wash hover:text-accent"
          >
            {plural(item.hidden, 'line')} more · show the whole event
          </button>
        ) : (
          <Line key={lines.indexOf(item)} line={item} marks={marks.get(lines.indexOf(item))} />
        ),
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
