import type { ReactNode } from 'react';
import { Fold } from './fold';

interface NarrowBarProps {
  readonly title: string;
  /** How many of its values are chosen. */
  readonly chosen: number;
  /** On a narrow screen, where it is folded unless somebody opens it. */
  readonly isShown: boolean;
  readonly onShow: (isShown: boolean) => void;
  readonly children: ReactNode;
}

/** The facets of a list: beside it where there is room, above it and folded where there is none. */
export function NarrowBar({ title, chosen, isShown, onShow, children }: NarrowBarProps) {
  return (
    <aside aria-label={title} className="max-lg:mb-5">
      <div className="sticky top-20 -ml-1.5 max-h-[calc(100vh-6rem)] space-y-7 overflow-y-auto pr-2 pl-1.5 max-lg:hidden">
        {children}
      </div>
      <Fold
        className="panel lg:hidden"
        isOpen={isShown}
        onToggle={onShow}
        summary={`${title}${chosen > 0 ? ` (${chosen} chosen)` : ''}`}
      >
        <div className="space-y-5 border-t border-line px-4 py-4">{children}</div>
      </Fold>
    </aside>
  );
}
