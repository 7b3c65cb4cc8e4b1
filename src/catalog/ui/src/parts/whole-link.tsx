import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type ShownWhole, withoutShown, withShown } from '../shell/shown-whole';
import { useShownWhole } from '../shell/use-shown-whole';

/** Stands in a text for the lines that are folded there. */
export const FOLD =
  'block min-h-6 w-full bg-line/40 px-4 text-left font-sans text-micro leading-6 text-soft hover:bg-accent-wash hover:text-accent';

interface WholeLinkProps {
  /** What begins short, as the address calls it. */
  readonly name: string;
  readonly className: string;
  readonly label?: string | undefined;
  readonly children: ReactNode;
}

/** To the end of what begins short, and back; a link, so it does without the code of the page. */
export function WholeLink({ name, className, label, children }: WholeLinkProps) {
  const isWhole = useShownWhole(name);
  const search = ({ all, ...before }: ShownWhole) => ({
    ...before,
    ...(isWhole ? withoutShown(all, [name]) : withShown(all, name)),
  });
  return (
    <Link
      to="."
      search={search as never}
      hash
      replace
      resetScroll={false}
      hashScrollIntoView={false}
      aria-expanded={isWhole}
      aria-label={label}
      className={className}
    >
      {children}
    </Link>
  );
}
