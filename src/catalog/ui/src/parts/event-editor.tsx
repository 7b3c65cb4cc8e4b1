import { type RefObject, useMemo, useState } from 'react';
import type { Reason } from '../api/answers';
import { Icon } from './icon';
import { jsonPlaces, lineAt, nearestPlace, placeOfByte } from './json-places';

/** A reason with the line it is about. */
export interface PlacedReason extends Reason {
  /** Into the text, in characters. */
  readonly at: number;
  /** From 0. */
  readonly line: number;
}

export function placeReasons(text: string, reasons: readonly Reason[]): readonly PlacedReason[] {
  if (reasons.length === 0) return [];
  const places = jsonPlaces(text);
  return reasons.map((reason) => {
    const at = placeOfByte(text, reason.message) ?? nearestPlace(places, reason.pointer);
    return { ...reason, at, line: lineAt(text, at) };
  });
}

interface EventEditorProps {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly onSubmit: () => void;
  readonly reasons: readonly PlacedReason[];
}

const LINE_REM = 1.5;
const LINES_MIN = 10;
const LINES_MAX = 26;

/**
 * A text field whose offending lines are lit from behind. Lines never wrap, so each is as high as
 * any other, and the light stands where the text does.
 */
export function EventEditor(props: EventEditorProps) {
  const { field, label, value, onChange, onSubmit, reasons } = props;
  const [scrolled, setScrolled] = useState(0);
  const count = useMemo(() => value.split('\n').length, [value]);
  const lit = useMemo(() => [...new Set(reasons.map(({ line }) => line))], [reasons]);
  const height = Math.min(LINES_MAX, Math.max(LINES_MIN, count + 1)) * LINE_REM + 1.5;
  return (
    <div
      className="relative overflow-hidden rounded-lg bg-sunken"
      style={{ height: `${height}rem` }}
    >
      <div
        aria-hidden="true"
        className="absolute inset-x-0 top-3"
        style={{ transform: `translateY(${-scrolled}px)` }}
      >
        {lit.map((line) => (
          <div
            key={line}
            className="absolute inset-x-0 h-6 bg-bad-wash shadow-[inset_3px_0_var(--color-bad-fill)]"
            style={{ top: `${line * LINE_REM}rem` }}
          />
        ))}
      </div>
      <textarea
        ref={field}
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onScroll={(event) => setScrolled(event.currentTarget.scrollTop)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) onSubmit();
        }}
        placeholder="Paste an event as JSON"
        wrap="off"
        spellCheck={false}
        autoComplete="off"
        className="absolute inset-0 size-full resize-none rounded-lg border border-edge bg-transparent px-4 py-3 font-mono text-small leading-6 whitespace-pre placeholder:text-quiet"
      />
    </div>
  );
}

interface ReasonListProps {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly reasons: readonly PlacedReason[];
}

/** Each reason leads to its line. */
export function ReasonList({ field, reasons }: ReasonListProps) {
  const show = ({ at }: PlacedReason) => {
    field.current?.focus();
    field.current?.setSelectionRange(at, at);
  };
  return (
    <ul className="mt-3 space-y-2 text-small">
      {reasons.map((reason) => (
        <li key={`${reason.code}${reason.pointer}${reason.message}`} className="flex gap-2">
          <span className="grid h-5 place-items-center text-bad">
            <Icon name="cross" size={14} />
          </span>
          <span className="min-w-0">
            {reason.message}{' '}
            <button type="button" onClick={() => show(reason)} className="link break-all">
              line {reason.line + 1}
              {reason.pointer && (
                <>
                  {', '}
                  <code>{reason.pointer}</code>
                </>
              )}
            </button>
          </span>
        </li>
      ))}
    </ul>
  );
}
