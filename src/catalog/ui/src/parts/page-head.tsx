import type { ReactNode } from 'react';
import { useEffect } from 'react';

interface PageHeadProps {
  readonly title: string;
  readonly says: ReactNode;
  readonly children?: ReactNode;
}

/** The first lines of a page over everything: its name, its answer in one sentence. */
export function PageHead({ title, says, children }: PageHeadProps) {
  useEffect(() => {
    document.title = `${title} · Concordat`;
  }, [title]);
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-8 gap-y-3">
      <div className="min-w-0">
        <h1 className="text-display font-semibold tracking-[-0.025em] wrap-anywhere">{title}</h1>
        <p className="numbers mt-0.5 text-soft" role="status">
          {says}
        </p>
      </div>
      {children}
    </header>
  );
}

/** What a page shows while its first answer travels. */
export function PageWaiting({ label }: { readonly label: string }) {
  return (
    <div role="status" aria-label={label} className="pt-10">
      <div className="waiting h-10 w-56" />
      <div className="mt-10 space-y-4">
        {Array.from({ length: 6 }, (_, i) => (
          <div key={i} className="waiting h-14" />
        ))}
      </div>
    </div>
  );
}
