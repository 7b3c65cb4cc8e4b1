import { getRouteApi } from '@tanstack/react-router';
import type { CaseAnswer, Refusal } from '../api/answers';
import { caseQuery } from '../api/catalog';
import { useAnswer } from '../api/use-answer';
import { Ago } from '../parts/ago';
import { bytesText, exactText } from '../parts/numbers';
import { OpenRow } from '../parts/open-row';
import { RefusedPayload } from '../parts/refused-payload';
import { Unanswered } from '../parts/unanswered';
import { useLook } from '../shell/use-look';
import { CaseActions } from './case-actions';
import { isConflict, Standing } from './standing';

const route = getRouteApi('/quarantine');

/** One refused event: when and from whom; opened, the event, what can be done, what was done. */
export function CaseItem({ refusal }: { readonly refusal: Refusal }) {
  const { case: chosen } = route.useSearch();
  const look = useLook();
  const isOpen = chosen === refusal.id;
  return (
    <OpenRow
      of="case"
      isOpen={isOpen}
      onToggle={() => look({ case: isOpen ? undefined : refusal.id, act: undefined })}
      look="flex flex-wrap items-center gap-x-4 gap-y-0.5 py-2 text-small"
      line={<Line refusal={refusal} />}
      within="space-y-5 pb-6"
    >
      <CaseBody id={refusal.id} />
    </OpenRow>
  );
}

function Line({ refusal }: { readonly refusal: Refusal }) {
  return (
    <>
      <span className="min-w-0 flex-1 truncate">{refusal.producer || 'unknown producer'}</span>
      <code className="text-quiet max-sm:order-last max-sm:basis-full max-sm:pl-7.5">
        {refusal.id}
      </code>
      <span className="numbers text-quiet sm:w-32 sm:text-right">
        {refusal.count > 1 && `${exactText(refusal.count)} times, last `}
        <Ago at={refusal.lastSeen} />
      </span>
    </>
  );
}

function CaseBody({ id }: { readonly id: string }) {
  const { data, error } = useAnswer(caseQuery(id));
  if (!data) {
    if (error) return <Unanswered error={error} />;
    return <div role="status" aria-label="The event is loading" className="waiting h-40" />;
  }
  return (
    <>
      {data.payload ? (
        <RefusedPayload name="case" payload={data.payload} reasons={data.reasons} />
      ) : (
        <NotShown shown={data} />
      )}
      {data.state === 'open' &&
        data.isKept &&
        (isConflict(data) ? <Standing shown={data} /> : <CaseActions shown={data} />)}
      <History shown={data} />
    </>
  );
}

function NotShown({ shown }: { readonly shown: CaseAnswer }) {
  const why = shown.isSealed
    ? 'It is sealed under a secret that CONCORDAT_QUARANTINE_KEY does not hold here. Start Concordat with that secret behind the one that seals now, or discard the case.'
    : shown.state === 'open'
      ? 'It cannot be shown here: it cannot be read, is too large, or is not kept.'
      : 'Its case is closed, so it is kept no more.';
  return (
    <div className="rounded-lg bg-sunken px-4 py-3 text-small text-soft">
      <p>
        {bytesText(shown.bytes)}. {why}
      </p>
      <ul className="mt-2 space-y-1">
        {shown.reasons.map((reason) => (
          <li key={`${reason.code}${reason.pointer}${reason.message}`}>
            {reason.message} {reason.pointer && <code>{reason.pointer}</code>}
          </li>
        ))}
      </ul>
    </div>
  );
}

const ACTIONS: Readonly<Record<string, string>> = {
  replayed: 'sent it again, and it was accepted',
  fixed: 'corrected it, and it was accepted',
  refused: 'sent it again, and it was refused',
  discarded: 'gave it up',
  expired: 'let it go: nobody looked at it in time',
};

function History({ shown }: { readonly shown: CaseAnswer }) {
  return (
    <div className="text-small">
      <h3 className="text-quiet">What happened</h3>
      <ol className="mt-1.5 space-y-1">
        <li className="flex flex-wrap gap-x-2">
          <span>
            Refused at the {shown.door} door
            {shown.version !== undefined && ` by version ${shown.version}`}
          </span>
          <span className="text-quiet">
            <Ago at={shown.firstSeen} />
          </span>
        </li>
        {shown.actions.map(({ at, actor, action, note, position }) => (
          <li key={`${at}${action}`} className="flex flex-wrap gap-x-2">
            <span>
              <span className="font-medium">{actor}</span> {ACTIONS[action] ?? action}
              {note && <>: {note}</>}
              {position && (
                <>
                  {' '}
                  as <code>{position}</code>
                </>
              )}
            </span>
            <span className="text-quiet">
              <Ago at={at} />
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
