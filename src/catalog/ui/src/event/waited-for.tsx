import type { ReactNode } from 'react';
import { Unanswered } from '../parts/unanswered';

interface WaitedForProps<Answer> {
  readonly data: Answer | undefined;
  readonly error: Error | null;
  /** What is said while it is on its way. */
  readonly label: string;
  readonly children: (data: Answer) => ReactNode;
}

/** An answer as soon as there is one; until then why there is none. An old one outlives a failure. */
export function WaitedFor<Answer>({ data, error, label, children }: WaitedForProps<Answer>) {
  if (data !== undefined) return children(data);
  if (error) return <Unanswered error={error} />;
  return <div role="status" aria-label={label} className="waiting h-24" />;
}
