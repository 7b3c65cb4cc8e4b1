import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { CausesAnswer } from '../api/answers';
import { causesQuery } from '../api/catalog';
import { useAnswer } from '../api/use-answer';
import { FirstRows } from '../parts/first-rows';
import { Icon } from '../parts/icon';
import { exactText, plural } from '../parts/numbers';
import { stepFocus } from '../parts/step-focus';
import { WholeLink } from '../parts/whole-link';
import { WordsField } from '../parts/words-field';
import { useShortcuts } from '../shell/shortcuts';
import { Trouble } from '../shell/trouble';
import { useLook } from '../shell/use-look';
import { useShownWhole } from '../shell/use-shown-whole';
import { CauseItem } from './cause-item';
import { fits, type QuarantineSearch } from './quarantine-search';
import { Settled, type SettledCase, TellSettled } from './settled';

const route = getRouteApi('/quarantine');

/** What was refused, by what is wrong with it: one decision for many events. */
export function QuarantinePage() {
  const search = route.useSearch();
  const { data, error, again } = useAnswer(causesQuery(search));
  const [settled, tellSettled] = useState<SettledCase>();
  useEffect(() => {
    document.title = 'Quarantine · Concordat';
  }, []);
  useShortcuts({
    j: () => stepFocus('[data-cause], [data-case]', 1),
    k: () => stepFocus('[data-cause], [data-case]', -1),
  });
  if (error && !data) return <Trouble error={error} reset={again} />;
  if (!data) return <QuarantineWaiting />;
  return (
    <div className="pt-10">
      <Summary answer={data} />
      <Settled settled={settled?.id === search.case ? undefined : settled} />
      <Narrowing search={search} hasMany={data.causes.length > FEW} />
      {data.causes.length === 0 ? (
        <Nothing search={search} />
      ) : (
        <TellSettled value={tellSettled}>
          <h2 className="sr-only">Causes</h2>
          <Causes causes={data.causes} />
        </TellSettled>
      )}
    </div>
  );
}

/** So few are read at a glance, and need no words to find one. */
const FEW = 8;
const SHOWN = 40;

/** The most frequent of those that fit; the one that is open is among them wherever it stands. */
function Causes({ causes }: { readonly causes: CausesAnswer['causes'] }) {
  const { q, cause: open } = route.useSearch();
  const isWhole = useShownWhole('causes');
  const fitting = causes.filter((cause) => fits(cause, q));
  const shown = fitting.filter(({ cause }, i) => isWhole || i < SHOWN || cause === open);
  if (fitting.length === 0)
    return <p className="mt-6 text-soft">No cause has all of these words.</p>;
  return (
    <>
      {open !== undefined && !causes.some(({ cause }) => cause === open) && <GoneCause />}
      <ul className="mt-5 border-t border-line">
        <FirstRows rows={shown} rem={4.5625}>
          {(cause) => <CauseItem key={cause.cause} cause={cause} />}
        </FirstRows>
      </ul>
      {fitting.length > SHOWN && (
        <p className="mt-5 text-small">
          <WholeLink name="causes" className="link tap">
            {isWhole ? 'Only the most frequent' : `All ${exactText(fitting.length)} causes`}
          </WholeLink>
        </p>
      )}
    </>
  );
}

/** An address lives longer than a cause. */
function GoneCause() {
  const { case: chosen } = route.useSearch();
  return (
    <p role="status" className="mt-5 rounded-lg bg-sunken px-4 py-3 text-small text-soft">
      {chosen === undefined ? 'The cause this address names' : 'What this address names'} is not
      among these: it was corrected, given up, or ran out. The states above show what became of
      others.{' '}
      <Link
        from="/quarantine"
        to="/quarantine"
        search={({ cause: _, case: __, ...before }) => before}
        className="link"
      >
        Close this note
      </Link>
    </p>
  );
}

function Summary({ answer }: { readonly answer: CausesAnswer }) {
  const { waiting } = answer;
  return (
    <header>
      <h1 className="text-display font-semibold tracking-[-0.025em]">Quarantine</h1>
      <p className="numbers mt-0.5 text-soft" role="status">
        {waiting.cases === 0
          ? 'Nothing waits for a person'
          : `${plural(waiting.cases, 'refused event')} ${waiting.cases === 1 ? 'waits' : 'wait'} for a person`}
        {waiting.events > waiting.cases && `, sent ${exactText(waiting.events)} times`}
      </p>
    </header>
  );
}

const STATES = [
  [undefined, 'Waiting'],
  ['fixed', 'Corrected'],
  ['replayed', 'Sent again'],
  ['discarded', 'Given up'],
  ['expired', 'Run out'],
] as const;

interface NarrowingProps {
  readonly search: QuarantineSearch;
  readonly hasMany: boolean;
}

function Narrowing({ search, hasMany }: NarrowingProps) {
  const navigate = route.useNavigate();
  const look = useLook();
  const say = (change: Partial<Record<'state' | 'event' | 'producer', string | undefined>>) =>
    void navigate({
      search: ({ cause: _, case: __, act: ___, ...before }) => ({ ...before, ...change }),
    });
  return (
    <div className="mt-6 flex flex-wrap items-center gap-x-6 gap-y-3 text-small">
      <div
        role="group"
        aria-label="What became of them"
        className="flex flex-wrap gap-1 max-sm:-mx-1.5 max-sm:gap-0"
      >
        {STATES.map(([state, word]) => (
          <button
            key={word}
            type="button"
            aria-pressed={search.state === state}
            onClick={() => say({ state })}
            className="min-h-7 rounded-full px-3 text-soft max-sm:px-1.5 hover:bg-sunken aria-pressed:bg-accent-wash aria-pressed:font-medium aria-pressed:text-accent"
          >
            {word}
          </button>
        ))}
      </div>
      {(hasMany || search.q !== undefined) && (
        <WordsField
          words={search.q}
          onWords={(q) => look({ q })}
          label="Words of a cause, its event or its producer"
          placeholder="Words of a cause, an event, a producer"
          className="h-8 w-72 max-w-full text-ellipsis"
        />
      )}
      {(['event', 'producer'] as const).map(
        (name) =>
          search[name] !== undefined && (
            <button
              key={name}
              type="button"
              onClick={() => say({ [name]: undefined })}
              className="flex min-h-7 max-w-full items-center gap-1.5 rounded-full bg-sunken px-3"
            >
              <span className="truncate">
                {name} <code>{search[name]}</code>
              </span>
              <Icon name="close" size={12} />
              <span className="sr-only">Show every {name}</span>
            </button>
          ),
      )}
    </div>
  );
}

function Nothing({ search }: { readonly search: QuarantineSearch }) {
  const isWaiting = search.state === undefined && !search.event && !search.producer;
  return (
    <div className="max-w-xl py-12">
      <h2 className="text-title font-semibold">
        {isWaiting ? 'Every event kept its promise' : 'No event is kept under this'}
      </h2>
      <p className="mt-2 text-soft">
        {isWaiting
          ? 'An event that a contract refuses is kept here with its reasons, so that it can be corrected and sent again, or given up.'
          : 'Choose another state, or take a filter away.'}
      </p>
    </div>
  );
}

function QuarantineWaiting() {
  return (
    <div role="status" aria-label="The quarantine is loading" className="pt-10">
      <div className="waiting h-10 w-56" />
      <div className="mt-10 space-y-4">
        {Array.from({ length: 6 }, (_, i) => (
          <div key={i} className="waiting h-14" />
        ))}
      </div>
    </div>
  );
}
