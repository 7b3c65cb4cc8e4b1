import { Link } from '@tanstack/react-router';
import type { Change, ChangeVerdict, DiffAnswer } from '../api/answers';
import { Badge } from '../parts/badge';
import { Icon } from '../parts/icon';
import { OpenRow } from '../parts/open-row';
import { Payload } from '../parts/payload';
import { SEVERITIES } from './change-look';
import { ReadersHit } from './readers-hit';

interface ChangeItemProps {
  readonly change: Change;
  readonly diff: DiffAnswer;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

/** What changed and whom it breaks on one line; why, and the event that shows it, below. */
export function ChangeItem({ change, diff, isOpen, onToggle }: ChangeItemProps) {
  const isShown = witnessesOf(change).length > 0 || change.evidence !== undefined;
  return (
    <OpenRow
      of="change"
      isOpen={isOpen}
      onToggle={onToggle}
      look="grid grid-cols-[1.25rem_minmax(0,1fr)] items-start gap-x-2 gap-y-1.5 py-3 md:grid-cols-[1.25rem_6.5rem_minmax(0,1fr)_auto]"
      markLook="grid h-6 place-items-center"
      line={<Line change={change} />}
      within={`grid gap-x-10 gap-y-5 pt-1 pb-6 md:pl-7 ${isShown ? 'lg:grid-cols-[minmax(0,4fr)_minmax(0,5fr)]' : ''}`}
    >
      <Body change={change} diff={diff} />
    </OpenRow>
  );
}

function Line({ change }: { readonly change: Change }) {
  const look = SEVERITIES[change.severity];
  return (
    <>
      <span className="flex h-6 items-center">
        <Badge tone={look.tone} icon={look.icon}>
          {look.word}
        </Badge>
      </span>
      <span className="min-w-0 break-words max-md:col-start-2">{change.message}</span>
      <span className="flex h-6 items-center gap-4 text-small max-md:col-start-2">
        <Sides change={change} />
      </span>
    </>
  );
}

function Sides({ change }: { readonly change: Change }) {
  if (change.about === 'meaning') {
    const hurt = change.hurts ?? [];
    return hurt.length > 0 ? <span className="text-quiet">for {hurt.join(' and ')}</span> : null;
  }
  return (
    <>
      <Side who="new readers" verdict={change.backward} />
      <Side who="old readers" verdict={change.forward} />
    </>
  );
}

const SIDES = {
  breaking: ['cross', 'text-bad', 'breaks'],
  warning: ['warn', 'text-warn', 'may break'],
  info: ['check', 'text-quiet', 'safe for'],
} as const;

function Side(props: { readonly who: string; readonly verdict: ChangeVerdict | undefined }) {
  const [icon, tone, word] = SIDES[props.verdict?.severity ?? 'info'];
  return (
    <span className={`flex items-center gap-1 whitespace-nowrap ${tone}`}>
      <Icon name={icon} size={13} />
      <span className="sr-only">{word} </span>
      {props.who}
    </span>
  );
}

const witnessesOf = ({ backward, forward }: Change) =>
  [backward?.witness, forward?.witness].filter((each) => each !== undefined);

function Body({ change, diff }: Pick<ChangeItemProps, 'change' | 'diff'>) {
  const { why, fix, field, ruleId, evidence } = change;
  const witnesses = witnessesOf(change);
  return (
    <>
      <div className="max-w-2xl space-y-2.5">
        <p>{why}</p>
        {change.severity !== 'info' && change.about === 'schema' && (
          <ReadersHit id={diff.id} field={field} />
        )}
        {change.severity !== 'info' && (
          <p>
            <span className="font-medium">Instead: </span>
            {fix}
          </p>
        )}
        <p className="flex flex-wrap gap-x-5 gap-y-1 text-small text-quiet">
          {field && (
            <Link
              to="/events/$id"
              params={{ id: diff.id }}
              search={fieldSearch(change, diff)}
              className="link tap"
            >
              <code>{field}</code>
            </Link>
          )}
          <code className="tap">{ruleId}</code>
        </p>
      </div>
      {(witnesses.length > 0 || evidence) && (
        <div className="min-w-0 space-y-5">
          {witnesses.map((witness) => (
            <Witness key={witness.rejectedBy} witness={witness} diff={diff} />
          ))}
          {evidence && <Evidence evidence={evidence} />}
        </div>
      )}
    </>
  );
}

/** A field that went is shown where it still was. */
function fieldSearch({ field = '', ruleId }: Change, { old, new: now, versions }: DiffAnswer) {
  const version = ruleId.endsWith('_REMOVED') ? old.version : now.version;
  const isLatest = versions[0]?.version === version;
  return isLatest ? { field } : { field, version };
}

interface WitnessProps {
  readonly witness: NonNullable<ChangeVerdict['witness']>;
  readonly diff: DiffAnswer;
}

function Witness({ witness, diff }: WitnessProps) {
  const { event, rejectedBy, pointer, reason } = witness;
  const accepting = rejectedBy === 'new' ? diff.old.version : diff.new.version;
  const refusing = rejectedBy === 'new' ? diff.new.version : diff.old.version;
  return (
    <figure>
      <figcaption className="mb-1.5 text-small text-quiet">
        The smallest event that version {accepting} accepts and version {refusing} refuses
      </figcaption>
      <Payload
        name={`change:${rejectedBy}`}
        value={event}
        label={`Event that version ${refusing} refuses`}
        reasons={[{ code: '', pointer, message: reason }]}
      />
    </figure>
  );
}

function Evidence({ evidence }: { readonly evidence: NonNullable<Change['evidence']> }) {
  return (
    <figure className="space-y-3">
      <figcaption className="text-small text-quiet">
        {evidence.events.length === 1 ? 'An event' : 'Events, in this order,'} that the two
        contracts treat differently
      </figcaption>
      {evidence.events.map((event, i) => (
        <Payload
          key={i}
          name={`change:${i + 1}`}
          value={event}
          label={`Event ${i + 1} that shows the change`}
        />
      ))}
      <dl className="grid grid-cols-[4rem_1fr] gap-y-1 text-small">
        <dt className="text-quiet">Before</dt>
        <dd>{evidence.before}</dd>
        <dt className="text-quiet">Now</dt>
        <dd>{evidence.now}</dd>
      </dl>
    </figure>
  );
}
