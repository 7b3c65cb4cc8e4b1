import { getRouteApi } from '@tanstack/react-router';
import type { UndescribedAnswer } from '../api/desk-answers';
import { undescribedQuery } from '../api/desk';
import { useAnswer } from '../api/use-answer';
import { NextPage } from '../parts/next-page';
import { Ago } from '../parts/ago';
import { CopyButton } from '../parts/copy-button';
import { FirstRows } from '../parts/first-rows';
import { formatWord } from '../parts/format-word';
import { plural } from '../parts/numbers';
import { PageHead, PageWaiting } from '../parts/page-head';
import { PastEnd } from '../parts/past-end';
import { stepFocus } from '../parts/step-focus';
import { WordsField } from '../parts/words-field';
import { useShortcuts } from '../shell/shortcuts';
import { Trouble } from '../shell/trouble';
import { useLook } from '../shell/use-look';

const route = getRouteApi('/undescribed');

/** Subjects with a schema and without a contract: a shape nobody answers for. */
export function UndescribedPage() {
  const { q = '', after = '' } = route.useSearch();
  const { data, error, again } = useAnswer(undescribedQuery(q, after));
  const look = useLook();
  useShortcuts({
    j: () => stepFocus('[data-stop]', 1),
    k: () => stepFocus('[data-stop]', -1),
  });
  if (error && !data) return <Trouble error={error} reset={again} />;
  if (!data) return <PageWaiting label="The subjects are loading" />;
  return (
    <div className="pt-10">
      <PageHead
        title="Without a contract"
        says={
          data.total === 0
            ? 'Every subject is in a contract'
            : `${plural(data.total, 'subject')} ${data.total === 1 ? 'has' : 'have'} a schema and no owner`
        }
      >
        {data.total > 0 && (
          <WordsField
            words={q}
            onWords={(words) => look({ q: words, after: undefined })}
            label="Part of a subject’s name"
            placeholder="Part of a name"
            className="h-9 w-64 max-w-full text-small"
          />
        )}
      </PageHead>
      {data.subjects.length > 0 && <Rows data={data} />}
      {data.subjects.length === 0 &&
        (after !== '' && data.total > 0 ? (
          <PastEnd to="/undescribed" />
        ) : (
          <Nothing isEmpty={data.total === 0} />
        ))}
    </div>
  );
}

function Rows({ data }: { readonly data: UndescribedAnswer }) {
  return (
    <>
      <p className="mt-5 text-small text-soft">
        To describe one: <code>npx concordat init</code>, then <code>npx concordat publish</code>.{' '}
        <CopyButton text="npx concordat init" label="Copy the command" />
      </p>
      <ul className="mt-5 border-t border-line">
        <FirstRows rows={data.subjects} rem={3.0625}>
          {({ context, subject, version, schemaId, type, changedAt, changedBy }) => (
            <li
              key={`${context} ${subject}`}
              className="flex flex-wrap items-baseline gap-x-6 gap-y-0.5 border-b border-line py-3"
            >
              <a
                href={`/subjects/${encodeURIComponent(context === '.' ? subject : `:${context}:${subject}`)}/versions/${version}`}
                data-stop
                className="min-w-0 flex-1 basis-64 font-medium break-words hover:underline"
              >
                {subject}
              </a>
              <span className="numbers text-small text-quiet">
                {formatWord(type)}, version {version}, schema id {schemaId}
              </span>
              <span className="text-small text-quiet">
                <Ago at={changedAt} /> by {changedBy}
              </span>
            </li>
          )}
        </FirstRows>
      </ul>
      <NextPage to="/undescribed" after={data.next} />
    </>
  );
}

function Nothing({ isEmpty }: { readonly isEmpty: boolean }) {
  return (
    <div className="max-w-xl py-12">
      <h2 className="text-title font-semibold">
        {isEmpty ? 'Everything has an owner' : 'No subject has that in its name'}
      </h2>
      <p className="mt-2 text-soft">
        {isEmpty
          ? 'A schema that is registered without a contract appears here, so that somebody can take it over.'
          : 'Only subjects without a contract are looked through; the others are in the list of events.'}
      </p>
    </div>
  );
}
