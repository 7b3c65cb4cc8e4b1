import type { ReactNode } from 'react';

/** The head of a column; the first one has no gap before it. */
export function Column({ className = '', children }: { className?: string; children: ReactNode }) {
  return (
    <th scope="col" className={`pb-1.5 font-normal ${className}`}>
      {children}
    </th>
  );
}
