import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { Change, DiffAnswer } from '../api/answers';
import { diffQuery } from '../api/catalog';
import { useAnswer } from '../api/use-answer';
import { Icon } from '../parts/icon';
import { plural } from '../parts/numbers';
import { stepFocus } from '../parts/step-focus';
import { useShortcuts } from '../shell/shortcuts';
import { useLook } from '../shell/use-look';
import { useStep } from '../shell/use-step';
import { Trouble } from '../shell/trouble';
import { ChangeItem } from './change-item';
import { ReasonsSaid } from './reasons-said';
import { TextDiff } from './text-diff';
import { Verdicts } from './verdicts';
import { VersionPickers } from './version-pickers';

const route = getRouteApi('/events/$id/diff/$span');

/** What lies between two versions, change by change, each with the event that shows it. */
export function DiffPage() {
  const { id, span } = route.useParams();
  const { assumption } = route.useSearch();
  const asked = useAnswer(diffQuery(id, span, assumption));
  const { data: diff, error, again } = asked;
  useEffect(() => {
    document.title = `${diff?.name ?? id}: ${span.replace('..', ' → ')} · Concordat`;
  }, [diff?.name, id, span]);
  if (error && !diff) return <Trouble error={error} reset={again} />;
  if (!diff) return <DiffWaiting />;
  return (
    <article className="pt-5" aria-busy={asked.isPlaceholderData}>
      <nav aria-label="Where this is" className="flex items-center gap-2 text-small text-quiet">
        <Link to="/events/$id" params={{ id }} className="link tap gap-1">
          <Icon name="left" size={14} /> {diff.name}
        </Link>
      </nav>
      <div className="mt-2 flex flex-wrap items-center justify-between gap-x-8 gap-y-3">
        <h1 className="text-display font-semibold tracking-[-0.03em]">
          Version {diff.old.version} <span aria-label="to">→</span> {diff.new.version}
        </h1>
        <VersionPickers diff={diff} />
      </div>
      <ReasonsSaid diff={diff} />
      <Verdicts diff={diff} />
      <Changes diff={diff} />
    </article>
  );
}

function Changes({ diff }: { readonly diff: DiffAnswer }) {
  const { view, change: chosen, assumption } = route.useSearch();
  const say = useLook();
  const navigate = route.useNavigate();
  const step = useStep();
  const isText = view === 'text';
  useShortcuts({
    t: () => say({ view: isText ? undefined : 'text' }),
    j: () => stepFocus('[data-change]', 1),
    k: () => stepFocus('[data-change]', -1),
  });
  return (
    <section aria-labelledby="changes-title" className="mt-10">
      <div className="mb-3 flex flex-wrap items-baseline gap-x-5 gap-y-1 text-small">
        <h2 id="changes-title" className="text-title font-semibold tracking-[-0.015em]">
          {isText ? 'The two texts' : countText(diff.changes)}
        </h2>
        <button
          type="button"
          className="link tap"
          onClick={() => say({ view: isText ? undefined : 'text' })}
        >
          {isText ? 'Show what it means' : 'Show the text'}
        </button>
        <label className="ml-auto flex items-center gap-2 text-quiet">
          Judged
          <select
            value={assumption ?? diff.assumption}
            onChange={({ target: { value } }) =>
              void navigate({
                ...step.take(),
                search: ({ change: _, ...before }) => ({ ...before, assumption: value }),
                resetScroll: false,
              })
            }
            onBlur={step.onBlur}
            className="h-7 rounded border border-line bg-raised px-1.5 text-soft"
          >
            {Object.entries(ASSUMPTIONS).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </label>
      </div>
      {isText ? (
        <TextDiff old={diff.old} now={diff.new} />
      ) : (
        <ChangeList
          key={`${diff.old.version}..${diff.new.version}${diff.assumption}`}
          diff={diff}
          chosen={chosen}
          onChoose={(key) => say({ change: key })}
        />
      )}
    </section>
  );
}

const ASSUMPTIONS = {
  'open-world': 'with writers free to add fields',
  'declared-only': 'with declared fields only',
  'defaults-applied': 'with defaults filled in',
} as const;

function countText(changes: readonly Change[]): string {
  if (changes.length === 0) return 'Nothing changed';
  const breaking = changes.filter(({ severity }) => severity === 'breaking').length;
  const all = plural(changes.length, 'change');
  if (breaking === 0) return `${all}, none breaks`;
  return breaking === changes.length ? `${all}, all break` : `${all}, ${breaking} break`;
}

interface ChangeListProps {
  readonly diff: DiffAnswer;
  readonly chosen: string | undefined;
  readonly onChoose: (key: string | undefined) => void;
}

/** The chosen change is open and in the address; while none is, the first that breaks is open. */
function ChangeList({ diff, chosen, onChoose }: ChangeListProps) {
  const first = diff.changes.find(({ severity }) => severity === 'breaking')?.key;
  const open = chosen ?? first;
  if (diff.changes.length === 0) {
    return (
      <p className="max-w-2xl text-soft">
        The two versions promise the same. What differs, if anything, is the contract’s words about
        itself.
      </p>
    );
  }
  return (
    <ul className="border-t border-line">
      {diff.changes.map((change) => (
        <ChangeItem
          key={change.key}
          change={change}
          diff={diff}
          isOpen={change.key === open}
          onToggle={() => onChoose(change.key === open ? 'none' : change.key)}
        />
      ))}
    </ul>
  );
}

function DiffWaiting() {
  return (
    <div role="status" aria-label="The versions are being compared" className="pt-5">
      <div className="waiting h-4 w-24" />
      <div className="waiting mt-4 h-10 w-72 max-w-full" />
      <div className="mt-6 grid gap-4 md:grid-cols-2">
        <div className="waiting h-28" />
        <div className="waiting h-28" />
      </div>
      <div className="mt-12 space-y-3">
        {Array.from({ length: 5 }, (_, i) => (
          <div key={i} className="waiting h-10" />
        ))}
      </div>
    </div>
  );
}
