import { useLayoutEffect, useRef } from 'react';
import { Icon } from '../parts/icon';

const GROUPS: readonly (readonly [title: string, rows: readonly (readonly [string, string])[]])[] =
  [
    [
      'Everywhere',
      [
        ['⌘K', 'Go anywhere'],
        ['/', 'Search events'],
        ['g h', 'Go to what needs you'],
        ['g e', 'Go to all events'],
        ['g d', 'Go to what changed'],
        ['g q', 'Go to the quarantine'],
        ['g p', 'Go to the health'],
        ['g l', 'Go to the lineage'],
        ['g s', 'Go to the sunset board'],
        ['g r', 'Go to the review'],
        ['g u', 'Go to subjects without a contract'],
        ['g c', 'Go to causes and effects'],
        ['g i', 'Import AsyncAPI or ODCS'],
        ['c', 'Change colours'],
        ['?', 'These keys'],
      ],
    ],
    [
      'In the list',
      [
        ['j', 'Next event'],
        ['k', 'Previous event'],
        ['Enter', 'Open it'],
        ['d', 'What changed last'],
        ['n', 'Next page'],
        ['p', 'Previous page'],
      ],
    ],
    [
      'On an event',
      [
        ['d', 'What changed last'],
        ['v', 'Paste an event and try it'],
        ['w', 'Who writes it, who reads it'],
        ['f', 'Filter its fields'],
        ['s', 'Find a latest state by its key'],
        ['j', 'Next field'],
        ['k', 'Previous field'],
        ['← →', 'Close or open a field'],
        ['Enter', 'Show a field’s path and link'],
      ],
    ],
    [
      'In a lineage',
      [
        ['← →', 'Producers or consumers'],
        ['↑ ↓', 'The neighbour above or below'],
        ['Enter', 'Look from there'],
        ['o', 'Open the event'],
      ],
    ],
    [
      'Between two versions',
      [
        ['t', 'The text, and back'],
        ['j', 'Next change'],
        ['k', 'Previous change'],
        ['Enter', 'Why, and the event'],
      ],
    ],
  ];

interface HelpDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/**
 * The browser's own dialog: it traps focus, closes on Escape and gives focus back. The server can
 * only draw it where it will stand; the code of the page makes it modal. Nothing is in it while it is
 * closed: it would be a third of what a first view is made of, and nobody sees it.
 */
export function HelpDialog({ isOpen, onClose }: HelpDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Before the next paint, so that nobody sees it empty.
  useLayoutEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog
      ref={dialog}
      open={import.meta.env.SSR && isOpen}
      // What the address closed is closed.
      onClose={() => isOpen && onClose()}
      onClick={(event) => event.target === dialog.current && onClose()}
      aria-labelledby="help-title"
      className="fixed inset-0 z-20 m-auto w-[min(34rem,calc(100vw-2rem))] rounded-xl border border-line bg-raised p-0 text-ink shadow-2xl backdrop:bg-black/45"
    >
      {isOpen && <Keys onClose={onClose} />}
    </dialog>
  );
}

function Keys({ onClose }: Pick<HelpDialogProps, 'onClose'>) {
  return (
    <div className="p-6">
      <div className="flex items-center justify-between">
        <h2 id="help-title" className="text-title font-semibold">
          Keys
        </h2>
        <button type="button" onClick={onClose} aria-label="Close" className="bar-button">
          <Icon name="close" />
        </button>
      </div>
      <div className="mt-4 grid gap-x-10 gap-y-6 sm:grid-cols-2">
        {GROUPS.map(([title, rows]) => (
          <section key={title}>
            <h3 className="text-small font-medium text-quiet">{title}</h3>
            <dl className="mt-2 grid grid-cols-[5rem_1fr] items-center gap-y-2 text-small">
              {rows.map(([keys, what]) => (
                <div key={what} className="contents">
                  <dt className="flex gap-1">
                    {keys.split(' ').map((key) => (
                      <kbd key={key} className="key">
                        {key}
                      </kbd>
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </div>
  );
}
