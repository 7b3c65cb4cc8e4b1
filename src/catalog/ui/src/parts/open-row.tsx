import { type ReactNode, useId } from 'react';
import { Icon } from './icon';

interface OpenRowProps {
  /** What it is a row of: the word the address has for the open one. */
  readonly of: string;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  /** How its line is laid out. */
  readonly look: string;
  /** Where the mark stands in it. */
  readonly markLook?: string;
  readonly line: ReactNode;
  /** How what is within is laid out. */
  readonly within: string;
  readonly children: ReactNode;
}

/** A line that opens: the address says which one is, so a link shows it to somebody else. */
export function OpenRow(props: OpenRowProps) {
  const { of, isOpen, onToggle, look, markLook = '', line, within, children } = props;
  const body = useId();
  return (
    <li className="border-b border-line">
      <button
        type="button"
        {...{ [`data-${of}`]: true }}
        onClick={onToggle}
        aria-expanded={isOpen}
        aria-controls={isOpen ? body : undefined}
        className={`w-full scroll-mt-20 text-left hover:bg-raised ${look}`}
      >
        <span
          className={`text-quiet transition-transform ${markLook} ${isOpen ? 'rotate-90' : ''}`}
        >
          <Icon name="caret" size={14} />
        </span>
        {line}
      </button>
      {isOpen && (
        <div id={body} className={within}>
          {children}
        </div>
      )}
    </li>
  );
}
