import type { ReactNode } from 'react';

interface FoldProps {
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
  readonly summary: string;
  readonly className: string;
  readonly children: ReactNode;
}

/** The browser's own disclosure, as open as the address says. */
export function Fold({ isOpen, onToggle, summary, className, children }: FoldProps) {
  return (
    <details
      open={isOpen}
      // Also told when the address opens it, which is no wish of anybody.
      onToggle={({ currentTarget: { open } }) => open !== isOpen && onToggle(open)}
      className={className}
    >
      <summary className="px-4 py-2.5 text-small font-medium">{summary}</summary>
      {children}
    </details>
  );
}
