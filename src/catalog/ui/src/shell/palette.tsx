import { fieldName, searchForField } from '../event/event-search';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { DiscoverAnswer } from '../api/answers';
import { paletteQuery } from '../api/catalog';
import { useAnswer } from '../api/use-answer';
import { Icon, type IconName } from '../parts/icon';
import { Marked } from '../parts/marked';
import { exactText } from '../parts/numbers';

/** Something the palette can do. */
export interface Command {
  readonly word: string;
  readonly icon: IconName;
  readonly keys?: string;
  readonly act: () => void;
}

interface Choice extends Command {
  readonly detail?: string | undefined;
}

interface PaletteProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly commands: readonly Command[];
}

/**
 * Goes anywhere and does things: pages, events, fields, owners and domains, by a few letters. Nothing is
 * in it while it is closed; words that led nowhere stand there again when it is opened.
 */
export function Palette({ isOpen, onClose, commands }: PaletteProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [words, setWords] = useState('');
  // Before the next paint, so that nobody sees it empty.
  useLayoutEffect(() => {
    if (!isOpen) return dialog.current?.close();
    dialog.current?.showModal();
    dialog.current?.querySelector('input')?.select();
  }, [isOpen]);
  const take = (choice: Choice) => {
    onClose();
    setWords('');
    choice.act();
  };
  return (
    <dialog
      ref={dialog}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
      aria-label="Go anywhere"
      className="mx-auto mt-[12vh] w-[min(38rem,calc(100vw-2rem))] overflow-hidden rounded-xl border border-line bg-raised p-0 text-ink shadow-2xl backdrop:bg-black/45"
    >
      {isOpen && <Search words={words} onWords={setWords} commands={commands} onTake={take} />}
    </dialog>
  );
}

interface SearchProps {
  readonly words: string;
  readonly onWords: (words: string) => void;
  readonly commands: readonly Command[];
  readonly onTake: (choice: Choice) => void;
}

function Search({ words, onWords, commands, onTake }: SearchProps) {
  const [at, setAt] = useState(0);
  const { choices, says } = useChoices(words.trim(), commands);
  const chosen = Math.min(at, choices.length - 1);
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const choice = choices[chosen];
    if (step) setAt((chosen + step + choices.length) % Math.max(1, choices.length));
    else if (event.key !== 'Enter') return;
    else if (choice) onTake(choice);
    event.preventDefault();
  };
  return (
    <>
      <div className="relative border-b border-line">
        <span className="pointer-events-none absolute inset-y-0 left-4 grid place-items-center text-quiet">
          <Icon name="search" />
        </span>
        <input
          role="combobox"
          aria-label="Where to"
          aria-expanded="true"
          aria-controls="palette-choices"
          aria-activedescendant={choices.length > 0 ? `choice-${chosen}` : undefined}
          value={words}
          onChange={(event) => {
            onWords(event.target.value);
            setAt(0);
          }}
          onKeyDown={press}
          placeholder="An event, a field, an owner, a page …"
          autoComplete="off"
          spellCheck={false}
          className="h-13 w-full bg-transparent pr-4 pl-11 text-lead placeholder:text-quiet focus-visible:outline-offset-[-2px]"
        />
      </div>
      <Choices choices={choices} words={words} chosen={chosen} onTake={onTake} />
      <p role="status" className="px-5 pb-4 text-small text-soft empty:hidden">
        {says}
      </p>
    </>
  );
}

interface ChoicesProps {
  readonly choices: readonly Choice[];
  readonly words: string;
  readonly chosen: number;
  readonly onTake: (choice: Choice) => void;
}

function Choices({ choices, words, chosen, onTake }: ChoicesProps) {
  return (
    <ul
      id="palette-choices"
      role="listbox"
      aria-label="Places and actions"
      className="max-h-[55vh] overflow-y-auto p-2"
    >
      {choices.map((choice, i) => (
        <Line
          key={`${choice.word}${choice.detail ?? ''}`}
          id={`choice-${i}`}
          choice={choice}
          words={words}
          isChosen={i === chosen}
          onTake={() => onTake(choice)}
        />
      ))}
    </ul>
  );
}

interface LineProps {
  readonly id: string;
  readonly choice: Choice;
  readonly words: string;
  readonly isChosen: boolean;
  readonly onTake: () => void;
}

function Line({ id, choice, words, isChosen, onTake }: LineProps) {
  const { word, detail, icon, keys } = choice;
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isChosen) line.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  return (
    <li
      ref={line}
      id={id}
      role="option"
      aria-selected={isChosen}
      onClick={onTake}
      className="flex min-h-10 cursor-pointer items-center gap-3 rounded-lg px-3 text-small aria-selected:bg-accent-wash"
    >
      <span className="text-quiet">
        <Icon name={icon} size={15} />
      </span>
      <span className="min-w-0 truncate font-medium">
        <Marked text={word} words={words} />
      </span>
      {detail && <span className="min-w-0 flex-1 truncate text-quiet">{detail}</span>}
      {keys && (
        <span className="ml-auto flex gap-1" aria-hidden="true">
          {keys.split(' ').map((key) => (
            <kbd key={key} className="key">
              {key}
            </kbd>
          ))}
        </span>
      )}
    </li>
  );
}

/** What fits the words, and what is to be said where events cannot be among it. */
function useChoices(words: string, commands: readonly Command[]) {
  const { data, error, isPlaceholderData } = useAnswer(paletteQuery(words));
  const choices = useFitting(words, commands, { data, isPlaceholderData });
  if (error) return { choices, says: `Events cannot be looked for now. ${error.message}` };
  if (choices.length > 0) return { choices, says: '' };
  return {
    choices,
    says: data && !isPlaceholderData ? 'Nothing has all of these words.' : 'Looking …',
  };
}

interface Found {
  readonly data: DiscoverAnswer | undefined;
  readonly isPlaceholderData: boolean;
}

function useFitting(
  words: string,
  commands: readonly Command[],
  { data, isPlaceholderData }: Found,
): readonly Choice[] {
  const navigate = useNavigate();
  return useMemo(() => {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    const isWanted = (text: string) => wanted.every((word) => text.toLowerCase().includes(word));
    const found = commands.filter(({ word }) => isWanted(word));
    if (words === '' || !data) return found;
    // What was found for other words stays only where it fits these: Enter must never take the wrong one.
    const events = eventChoices(data, navigate).filter(
      ({ word, detail = '' }) => !isPlaceholderData || isWanted(`${word} ${detail}`),
    );
    return [
      ...events,
      ...listChoice(data, { words, isOld: isPlaceholderData }, navigate),
      ...groupChoices(data, isWanted, navigate),
      ...found,
    ];
  }, [words, commands, data, isPlaceholderData, navigate]);
}

type Navigate = ReturnType<typeof useNavigate>;

const eventChoices = (data: DiscoverAnswer, navigate: Navigate): Choice[] =>
  data.events.flatMap(({ id, name, owner, matched }) => [
    {
      word: name,
      detail: `${id} · ${owner}`,
      icon: 'event' as const,
      act: () => void navigate({ to: '/events/$id', params: { id } }),
    },
    ...matched.slice(0, 1).map(({ path }) => ({
      word: fieldName(path),
      detail: `a field of ${name}`,
      icon: 'link' as const,
      act: () => void navigate({ to: '/events/$id', params: { id }, search: searchForField(path) }),
    })),
  ]);

/** Where more were found than have room here: all of them, as a list. */
const listChoice = (
  { total, events }: DiscoverAnswer,
  { words, isOld }: { readonly words: string; readonly isOld: boolean },
  navigate: Navigate,
): Choice[] =>
  isOld || total <= events.length
    ? []
    : [
        {
          word: `All ${exactText(total)} events`,
          detail: `that match “${words}”`,
          icon: 'search',
          act: () => void navigate({ to: '/', search: { q: words } }),
        },
      ];

function groupChoices(
  { facets }: DiscoverAnswer,
  isWanted: (text: string) => boolean,
  navigate: Navigate,
): Choice[] {
  return (['owner', 'domain', 'tag', 'producer', 'consumer', 'personal'] as const).flatMap(
    (facet) =>
      facets[facet]
        .filter(({ value }) => isWanted(value))
        .slice(0, 3)
        .map(({ value, count }) => ({
          word: value,
          detail: `${facet === 'personal' ? 'personal data' : facet}, ${count} ${count === 1 ? 'event' : 'events'}`,
          icon: 'team' as const,
          act: () => void navigate({ to: '/', search: { [facet]: [value] } }),
        })),
  );
}
