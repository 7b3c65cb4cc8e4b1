import { type RefObject, useEffect, useRef } from 'react';
import { useShortcuts } from '../shell/shortcuts';

interface WordsFieldProps {
  /** What the address says now. */
  readonly words: string | undefined;
  readonly onWords: (words: string | undefined) => void;
  readonly label: string;
  readonly placeholder: string;
  readonly className: string;
  /** The key that leads here. */
  readonly shortcut?: string;
}

/** Words that narrow what is shown: typed they go into the address, and going back brings them back. */
export function WordsField({ words, onWords, label, placeholder, ...props }: WordsFieldProps) {
  const { className, shortcut } = props;
  const field = useFollowing(words);
  useShortcuts(shortcut === undefined ? {} : { [shortcut]: () => field.current?.focus() });
  return (
    <input
      ref={field}
      type="search"
      defaultValue={words ?? ''}
      onChange={(event) => onWords(event.target.value.trim() || undefined)}
      onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      placeholder={placeholder}
      aria-label={label}
      autoComplete="off"
      spellCheck={false}
      className={`rounded-lg border border-edge bg-raised px-3 placeholder:text-quiet ${className}`}
    />
  );
}

/** Of a field that follows the address, unless somebody is typing into it right now. */
export function useFollowing(words: string | undefined): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const shown = field.current;
    if (shown && shown !== document.activeElement) shown.value = words ?? '';
  }, [words]);
  return field;
}
