import { Link } from '@tanstack/react-router';
import type { CaseAnswer, StandingAnswer } from '../api/answers';
import { standingQuery } from '../api/catalog';
import { Refused } from '../api/fetch-json';
import { useAnswer } from '../api/use-answer';
import { Payload } from '../parts/payload';
import { Unanswered } from '../parts/unanswered';
import { CaseActions } from './case-actions';

const CONFLICTS = new Set(['NEEDS_REVIEW', 'CONCURRENT_WRITE']);

/** Whether somebody has to say which of two writes stands. */
export const isConflict = ({ reasons }: CaseAnswer): boolean =>
  reasons.some(({ code }) => CONFLICTS.has(code));

/** What the event lost against, and the decision between the two. */
export function Standing({ shown }: { readonly shown: CaseAnswer }) {
  const { data, error } = useAnswer(standingQuery(shown.id));
  if (data)
    return (
      <>
        <Told stands={data} />
        <CaseActions shown={shown} stands={data} />
      </>
    );
  // By now nothing stands in its way, or its contract decides by itself.
  if (error instanceof Refused) return <CaseActions shown={shown} />;
  if (error) return <Unanswered error={error} />;
  return <div role="status" aria-label="What stands is loading" className="waiting h-16" />;
}

function Told({ stands }: { readonly stands: StandingAnswer }) {
  return (
    <section aria-label="What stands">
      <p className="text-small">
        <span className="font-medium">What stands:</span> {sentence(stands)}
        {stands.eventId !== undefined && (
          <>
            {' as '}
            <Link to="/causality" search={{ id: stands.eventId }} className="tap link">
              {stands.eventId}
            </Link>
          </>
        )}
      </p>
      {stands.masked !== undefined && (
        <div className="mt-2">
          <Payload name="standing" value={stands.masked} reasons={[]} label="What stands, masked" />
        </div>
      )}
    </section>
  );
}

function sentence({ entity, version, clock, state, source, isDeleted }: StandingAnswer): string {
  const at = version === undefined ? `clock ${clock ?? 'unknown'}` : `version ${version}`;
  return [
    `the ${entity} at ${at}`,
    isDeleted && 'deleted',
    state !== undefined && `in state ${state}`,
    source !== undefined && `written by ${source}`,
  ]
    .filter(Boolean)
    .join(', ');
}
