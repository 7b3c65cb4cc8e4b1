import { Link } from '@tanstack/react-router';
import type { ToldChange } from '../api/changes';
import { Ago } from '../parts/ago';
import { Badge, type Tone } from '../parts/badge';
import { EventLink } from '../parts/event-link';
import type { IconName } from '../parts/icon';
import { plural } from '../parts/numbers';

type Effect = NonNullable<ToldChange['effect']>;

const LOOKS: Readonly<Record<Effect['class'], readonly [Tone, IconName]>> = {
  'breaks-readers': ['bad', 'cross'],
  'breaks-writers': ['bad', 'cross'],
  'breaks-both': ['bad', 'cross'],
  undecided: ['warn', 'help'],
  'meaning-only': ['plain', 'pencil'],
  compatible: ['good', 'check'],
};

interface ChangeRowProps {
  readonly change: ToldChange;
  /** What kinds of changes are called. */
  readonly words: ReadonlyMap<string, string>;
}

/** What happened to what, why, by whom; and beside it whom it breaks. */
export function ChangeRow({ change, words }: ChangeRowProps) {
  const { event, sentence, reason, by, at, effect } = change;
  return (
    <li
      data-row
      className="grid scroll-mt-24 items-baseline gap-x-8 gap-y-1.5 py-3.5 md:grid-cols-[minmax(0,1fr)_15rem]"
    >
      <div className="min-w-0 break-words">
        <p>
          {event && (
            <>
              <EventLink {...event} className="font-semibold tracking-[-0.01em]" />{' '}
            </>
          )}
          <span className={event ? 'text-soft' : 'font-medium'}>{sentence}</span>
        </p>
        {reason !== undefined && <p className="mt-0.5 text-soft">“{reason}”</p>}
        {effect?.first !== undefined && (
          <p className="mt-0.5 line-clamp-2 text-small text-soft">
            {effect.first}
            {effect.changes > 1 && (
              <span className="text-quiet"> And {plural(effect.changes - 1, 'more change')}.</span>
            )}
          </p>
        )}
        <p className="mt-0.5 text-small text-quiet">
          <Ago at={at} /> by {by || 'unnamed'}
          {event && ` · owned by ${event.owner}`}
        </p>
      </div>
      <Whom change={change} words={words} />
    </li>
  );
}

function Whom({ change: { event, version = 1, effect, kinds }, words }: ChangeRowProps) {
  const [kind = ''] = kinds;
  const where = 'flex flex-wrap items-center gap-x-3 gap-y-1 text-small md:justify-end';
  if (!event || version === 1)
    return <p className={`${where} text-quiet max-md:hidden`}>{words.get(kind)}</p>;
  return (
    <p className={where}>
      {kinds.includes('forced') && <Badge tone="warn">forced</Badge>}
      <EffectBadge effect={effect} />
      <Link
        to="/events/$id/diff/$span"
        params={{ id: event.id, span: `${version - 1}..${version}` }}
        data-diff
        aria-label={`What changed in version ${version} of ${event.name}`}
        className="link tap"
      >
        what changed
      </Link>
    </p>
  );
}

/** In words first; the colour says it once more. */
function EffectBadge({ effect }: { readonly effect: Effect | undefined }) {
  if (!effect) return <span className="text-micro text-quiet">being compared</span>;
  const [tone, icon] = LOOKS[effect.class];
  return (
    <Badge tone={tone} icon={icon}>
      {effect.says}
    </Badge>
  );
}
