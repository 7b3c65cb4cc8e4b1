import { Link } from '@tanstack/react-router';
import type { DiscoverAnswer } from '../api/answers';
import { undescribedQuery } from '../api/desk';
import { useAnswer } from '../api/use-answer';
import { countText, exactText, plural } from '../parts/numbers';
import type { DiscoverSearch } from './discover-search';

interface ListSummaryProps {
  readonly answer: DiscoverAnswer;
  readonly search: DiscoverSearch;
}

export function ListSummary({ answer, search }: ListSummaryProps) {
  const { total, catalogSize, traffic } = answer;
  const isNarrowed = total !== catalogSize;
  // What is counted is everything, whatever the list is narrowed to.
  const day = isNarrowed ? 'of all, in 24 hours' : 'in 24 hours';
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-8 gap-y-2 pb-5 lg:col-span-2">
      <div>
        <h1 className="text-display font-semibold tracking-[-0.025em]">Events</h1>
        <p className="numbers mt-0.5 text-soft" role="status">
          {isNarrowed
            ? `${exactText(total)} of ${plural(catalogSize, 'event')}${search.q ? ` match “${search.q}”` : ''}`
            : `${plural(catalogSize, 'event')} with a contract`}
        </p>
        <p className="flex flex-wrap gap-x-5 text-small">
          <Undescribed />
          <Link to="/import" className="link tap">
            Import AsyncAPI or ODCS
          </Link>
        </p>
      </div>
      <dl className="flex gap-8 text-small">
        <Figure tone="text-good" word={`accepted ${day}`} count={traffic.accepted} />
        <Figure tone="text-bad" word={`refused ${day}`} count={traffic.refused} />
      </dl>
    </header>
  );
}

function Figure(props: { readonly tone: string; readonly word: string; readonly count: number }) {
  return (
    <div className="flex flex-col-reverse">
      <dt className="text-quiet">{props.word}</dt>
      <dd
        className={`text-title font-semibold tracking-tight ${props.count > 0 ? props.tone : 'text-quiet'}`}
      >
        {countText(props.count)}
      </dd>
    </div>
  );
}

/** What the list cannot show: a schema without a contract is no event anybody answers for. */
function Undescribed() {
  const { data } = useAnswer(undescribedQuery('', ''));
  if (!data || data.total === 0) return null;
  return (
    <Link to="/undescribed" className="link tap">
      {plural(data.total, 'subject')} without a contract
    </Link>
  );
}
