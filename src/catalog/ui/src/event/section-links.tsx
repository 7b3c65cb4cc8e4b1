import { useEffect, useState } from 'react';
import type { ContractAnswer } from '../api/answers';

/** Ids of the sections in the order they stand in, and the word for each. */
const SECTIONS = [
  ['promises', 'Promises'],
  ['states', 'State machine'],
  ['fields', 'Fields'],
  ['examples', 'Examples'],
  ['parties', 'Producers and consumers'],
  ['latest', 'Latest state'],
  ['drift', 'Drift'],
  ['rollout', 'Tried beside it'],
  ['refusals', 'Refusals'],
  ['try', 'Try it'],
  ['read', 'Read it'],
  ['leaving', 'May it go?'],
] as const;

type SectionId = (typeof SECTIONS)[number][0];

/** The page is long: what there is on it, where one is, and a way to each. */
export function SectionLinks({ contract }: { readonly contract: ContractAnswer }) {
  const missing = new Set<SectionId>([
    ...(contract.states ? [] : (['states'] as const)),
    ...(contract.entity ? [] : (['latest'] as const)),
    ...(contract.isTrying ? [] : (['rollout'] as const)),
    ...(contract.isLatest ? [] : (['leaving'] as const)),
  ]);
  const shown = SECTIONS.filter(([section]) => !missing.has(section));
  const here = useSectionInView(shown.map(([section]) => section).join(' '));
  return (
    <nav
      aria-label="On this page"
      className="sticky top-14 z-5 -mx-4 mt-4 flex gap-1 overflow-x-auto border-b border-line bg-paper px-4 max-md:top-23 sm:mx-0 sm:px-0"
    >
      {shown.map(([section, word]) => (
        <a
          key={section}
          href={`#${section}`}
          aria-current={here === section ? 'location' : undefined}
          className="-mb-px flex h-10 items-center border-b-2 border-transparent px-2.5 text-small whitespace-nowrap text-soft first:pl-0 hover:text-ink aria-[current=location]:border-accent aria-[current=location]:font-medium aria-[current=location]:text-ink"
        >
          {word}
        </a>
      ))}
    </nav>
  );
}

/** The lowest section whose head has passed the upper third of the window. */
function useSectionInView(sections: string): string | undefined {
  const [here, setHere] = useState<string>();
  useEffect(() => {
    const look = () => {
      const line = window.innerHeight / 3;
      const above = sections.split(' ').filter((id) => {
        const section = document.getElementById(id);
        return section !== null && section.getBoundingClientRect().top < line;
      });
      const isAtEnd = window.innerHeight + window.scrollY >= document.body.scrollHeight - 2;
      setHere(isAtEnd ? sections.split(' ').at(-1) : above.at(-1));
    };
    look();
    window.addEventListener('scroll', look, { passive: true });
    return () => window.removeEventListener('scroll', look);
  }, [sections]);
  return here;
}
