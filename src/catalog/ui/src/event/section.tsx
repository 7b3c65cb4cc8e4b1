import type { ReactNode } from 'react';

interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export function Section({ id, title, aside, children }: SectionProps) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="min-w-0">
      <div className="mb-3 flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
        <h2 id={`${id}-title`} className="text-title font-semibold tracking-[-0.015em]">
          {title}
        </h2>
        {aside && <span className="numbers text-small text-quiet">{aside}</span>}
      </div>
      {children}
    </section>
  );
}
