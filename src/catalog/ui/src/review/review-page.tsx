import { getRouteApi, Link } from '@tanstack/react-router';
import { type ReviewAnswer, reviewQuery } from '../api/review';
import { useAnswer } from '../api/use-answer';
import { Icon } from '../parts/icon';
import { exactText, plural } from '../parts/numbers';
import { OneOf } from '../parts/one-of';
import { PageHead, PageWaiting } from '../parts/page-head';
import { stepFocus } from '../parts/step-focus';
import { useShortcuts } from '../shell/shortcuts';
import { Trouble } from '../shell/trouble';
import { Disputed, Overdue, Refused, Silent, Unread } from './review-rows';
import { LISTS, type ListWords } from './review-lists';
import { ReviewPaging } from './review-paging';
import { DAYS, DAYS_BY_DEFAULT } from './review-search';

const route = getRouteApi('/review');

/** The regular look at everything: what nobody reads or sends, who disagrees, what is refused. */
export function ReviewPage() {
  const search = route.useSearch();
  const { data, error, again } = useAnswer(reviewQuery(search));
  useShortcuts({
    j: () => stepFocus('[data-stop]', 1),
    k: () => stepFocus('[data-stop]', -1),
  });
  if (error && !data) return <Trouble error={error} reset={again} />;
  if (!data) return <PageWaiting label="Everything is being looked at" />;
  const shown = LISTS.filter(({ list }) =>
    search.list ? list === search.list : data.counts[list] > 0,
  );
  return (
    <div className="pt-10">
      <PageHead title="Review" says={reviewText(data)}>
        <ReadWithin days={data.days} />
      </PageHead>
      <Narrowed />
      {shown.map((words) => (
        <Findings key={words.list} words={words} review={data} />
      ))}
      {!search.list && <Fine review={data} />}
    </div>
  );
}

const all = ({ counts }: ReviewAnswer) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

function reviewText(review: ReviewAnswer): string {
  const { inForce } = review;
  const found = all(review);
  if (inForce === 0) return 'No contract is in force yet; there is nothing to look at again';
  const of = plural(inForce, 'contract');
  if (found === 0) return `Nothing stands out among ${of} in force`;
  return `${plural(found, 'finding')} among ${of} in force`;
}

/** Who did not read for so long does not read. */
function ReadWithin({ days }: { readonly days: number }) {
  const navigate = route.useNavigate();
  return (
    <OneOf
      label="Who counts as a reader: who read within"
      word="Read within"
      options={DAYS.map((each) => [each, each === 365 ? 'a year' : `${each} days`])}
      chosen={days}
      onChoose={(each) =>
        void navigate({
          search: ({ days: _, from: __, ...before }) => ({
            ...before,
            ...(each !== DAYS_BY_DEFAULT && { days: each }),
          }),
          replace: true,
        })
      }
    />
  );
}

/** By what the page is narrowed, and the way back to all of it. */
function Narrowed() {
  const { team, list } = route.useSearch();
  if (team === undefined && list === undefined) return null;
  return (
    <p className="mt-5 flex flex-wrap gap-x-5 text-small text-soft">
      {list !== undefined && (
        <Link
          from="/review"
          to="/review"
          search={({ list: _, from: __, ...before }) => before}
          className="link tap gap-1"
          data-stop
        >
          <Icon name="left" size={14} /> The whole review
        </Link>
      )}
      {team !== undefined && (
        <span>
          Of {team} only.{' '}
          <Link
            from="/review"
            to="/review"
            search={({ team: _, from: __, ...before }) => before}
            className="link tap"
            data-stop
          >
            Show everybody’s
          </Link>
        </span>
      )}
    </p>
  );
}

interface FindingsProps {
  readonly words: ListWords;
  readonly review: ReviewAnswer;
}

/** One kind of finding: why it matters, its first rows, and the way to all of them. */
function Findings({ words: { list, title, why, none }, review }: FindingsProps) {
  const search = route.useSearch();
  const count = review.counts[list];
  const shown = review[list].length;
  return (
    <section aria-labelledby={`${list}-title`} className="mt-10">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <h2 id={`${list}-title`} className="text-title font-semibold tracking-[-0.015em]">
          {title(review)}{' '}
          <span className="numbers ml-1 text-small font-normal text-quiet">{exactText(count)}</span>
        </h2>
        {!search.list && shown < count && (
          <Link
            from="/review"
            to="/review"
            search={(before) => ({ ...before, list })}
            aria-label={`All ${exactText(count)}: ${title(review)}`}
            className="link tap text-small"
            data-stop
          >
            All {exactText(count)}
          </Link>
        )}
      </div>
      <p className="mt-0.5 mb-3 max-w-3xl text-soft">{count > 0 ? why : `${none(review)}.`}</p>
      {shown > 0 && <Rows list={list} review={review} />}
      {search.list && <ReviewPaging count={count} shown={shown} />}
    </section>
  );
}

function Rows({
  list,
  review,
}: {
  readonly list: ListWords['list'];
  readonly review: ReviewAnswer;
}) {
  return (
    <ul className="divide-y divide-line border-y border-line">
      {list === 'unread' && review.unread.map((row) => <Unread key={row.id} row={row} />)}
      {list === 'silent' && review.silent.map((row) => <Silent key={row.id} row={row} />)}
      {list === 'manyWriters' &&
        review.manyWriters.map((row) => <Disputed key={row.entity} row={row} />)}
      {list === 'refused' && review.refused.map((row) => <Refused key={row.id} row={row} />)}
      {list === 'overdue' &&
        review.overdue.map((row) => <Overdue key={`${row.consumer} ${row.of}`} row={row} />)}
    </ul>
  );
}

/** What was looked at and is as it should be: silence would not say that anybody looked. */
function Fine({ review }: { readonly review: ReviewAnswer }) {
  const fine = LISTS.filter(({ list }) => review.counts[list] === 0);
  if (review.inForce === 0)
    return (
      <p className="mt-8 max-w-2xl text-soft">
        Once contracts are in force, what nobody reads or sends, which entities have several
        writers, what is refused, and who no longer stands by what they read appears here. The same
        in a terminal, or from a schedule: <code>npx concordat review</code>
      </p>
    );
  if (fine.length === 0) return null;
  return (
    <section aria-labelledby="fine-title" className="mt-11">
      <h2 id="fine-title" className="text-small text-quiet">
        Looked at, and fine
      </h2>
      <ul className="mt-2 space-y-1.5 text-soft">
        {fine.map(({ list, none }) => (
          <li key={list} className="flex items-start gap-2.5">
            <span className="grid h-6 place-items-center text-good">
              <Icon name="check" size={14} />
            </span>
            {none(review)}
          </li>
        ))}
      </ul>
    </section>
  );
}
