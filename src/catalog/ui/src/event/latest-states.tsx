import { getRouteApi, Link } from '@tanstack/react-router';
import { type ReactNode, useRef } from 'react';
import { type StatesAnswer, statesFile, statesQuery } from '../api/states';
import { useAnswer } from '../api/use-answer';
import { exactText, plural } from '../parts/numbers';
import { Unanswered } from '../parts/unanswered';
import { useShortcuts } from '../shell/shortcuts';
import { FoundState } from './found-state';
import { Section } from './section';
import { StateRow } from './state-row';

const route = getRouteApi('/events/$id');

interface LatestStatesProps {
  readonly id: string;
  readonly entity: { readonly type: string; readonly isKept: boolean };
}

/** What the log last said of each entity: found by its key, paged through, taken away whole. */
export function LatestStates({ id, entity }: LatestStatesProps) {
  if (entity.isKept) return <KeptStates id={id} type={entity.type} />;
  return (
    <Section id="latest" title="Latest state">
      <p className="max-w-3xl text-soft">
        Not kept. With <code>semantics.entity.canonical: true</code> in the contract, what the log
        last said of each {entity.type} can be looked up here by its key.
      </p>
    </Section>
  );
}

function KeptStates({ id, type }: { readonly id: string; readonly type: string }) {
  const { key, after, deleted } = route.useSearch();
  const withDeleted = deleted === 'shown';
  const { data, error } = useAnswer(statesQuery({ id, after, withDeleted }));
  const isOnPage = data?.states.some((state) => state.key === key) === true;
  return (
    <Section id="latest" title="Latest state" aside={data && lagText(data, type)}>
      <Tools id={id} type={type} withDeleted={withDeleted} />
      {key !== undefined && data && !isOnPage && (
        <FoundState id={id} entityKey={key} type={type} onClose={<CloseFound />} />
      )}
      {error && !data && <Unanswered error={error} />}
      {!data && !error && (
        <div role="status" aria-label="The states are loading" className="waiting h-72" />
      )}
      {data && <Page data={data} type={type} isFirst={after === undefined} chosen={key} />}
    </Section>
  );
}

const lagText = ({ lag }: StatesAnswer, type: string) =>
  `of each ${type}, ${lag === 0 ? 'up to date with the log' : `${plural(lag, 'event')} behind the log`}`;

interface ToolsProps {
  readonly id: string;
  readonly type: string;
  readonly withDeleted: boolean;
}

function Tools({ id, type, withDeleted }: ToolsProps) {
  const { key } = route.useSearch();
  const navigate = route.useNavigate();
  const field = useRef<HTMLInputElement>(null);
  useShortcuts({ s: () => field.current?.select() });
  const say = (change: object) =>
    void navigate({ search: (before) => ({ ...before, ...change }), resetScroll: false });
  return (
    <div className="mb-3 flex flex-wrap items-center gap-x-5 gap-y-2 text-small">
      <form
        className="flex gap-2 max-sm:w-full"
        onSubmit={(event) => {
          event.preventDefault();
          say({ key: field.current?.value.trim() || undefined });
        }}
      >
        <input
          key={key}
          ref={field}
          type="search"
          defaultValue={key ?? ''}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
          placeholder={`Key of one ${type}`}
          aria-label={`Key of one ${type}`}
          autoComplete="off"
          spellCheck={false}
          className="h-8 w-56 min-w-0 rounded-lg border border-edge bg-raised px-3 placeholder:text-quiet max-sm:flex-1"
        />
        <button type="submit" className="button-quiet">
          Find
        </button>
      </form>
      <label className="tap cursor-pointer gap-2">
        <input
          type="checkbox"
          checked={withDeleted}
          onChange={() => say({ deleted: withDeleted ? undefined : 'shown', after: undefined })}
          className="size-3.5 accent-accent"
        />
        Deleted ones too
      </label>
      <a href={statesFile(id, withDeleted)} download className="link tap sm:ml-auto">
        Export all, as NDJSON
      </a>
    </div>
  );
}

interface PageProps {
  readonly data: StatesAnswer;
  readonly type: string;
  readonly isFirst: boolean;
  readonly chosen: string | undefined;
}

function Page({ data: { states, nextCursor }, type, isFirst, chosen }: PageProps) {
  if (states.length === 0) {
    return (
      <p className="text-soft">
        {isFirst
          ? `No ${type} yet: a state appears with the first accepted event about it.`
          : `No ${type} has a key behind that one.`}{' '}
        {!isFirst && <ToPage>From the first</ToPage>}
      </p>
    );
  }
  return (
    <>
      <ul aria-label="Latest states" className="border-t border-line">
        {states.map((state) => (
          <StateRow key={state.key} state={state} isOpen={state.key === chosen} />
        ))}
      </ul>
      {(!isFirst || nextCursor !== null) && (
        <nav aria-label="Pages of states" className="numbers mt-3 flex gap-5 text-small text-soft">
          <span>{exactText(states.length)} in the order of their keys</span>
          {!isFirst && <ToPage>From the first</ToPage>}
          {nextCursor !== null && <ToPage after={nextCursor}>Next page</ToPage>}
        </nav>
      )}
    </>
  );
}

function ToPage(props: { readonly after?: string; readonly children: ReactNode }) {
  const { id } = route.useParams();
  return (
    <Link
      to="/events/$id"
      params={{ id }}
      search={(before) => ({ ...before, after: props.after, key: undefined })}
      resetScroll={false}
      className="link tap"
    >
      {props.children}
    </Link>
  );
}

function CloseFound() {
  const { id } = route.useParams();
  return (
    <Link
      to="/events/$id"
      params={{ id }}
      search={(before) => ({ ...before, key: undefined })}
      resetScroll={false}
      className="link tap"
    >
      Show all
    </Link>
  );
}
