import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

interface LineageLinkProps {
  readonly of: `event:${string}` | `service:${string}`;
  readonly className?: string;
  readonly children: ReactNode;
}

/** Where something stands among all that send and read. */
export function LineageLink({ of, className = 'hover:underline', children }: LineageLinkProps) {
  return (
    <Link to="/lineage" search={{ of }} data-stop className={className}>
      {children}
    </Link>
  );
}
