import { getRouteApi } from '@tanstack/react-router';
import type { CausalityAnswer } from '../api/causality';
import { causalityQuery } from '../api/causality';
import { isMissing } from '../api/fetch-json';
import { useAnswer } from '../api/use-answer';
import { Section } from '../event/section';
import { plural } from '../parts/numbers';
import { PageHead, PageWaiting } from '../parts/page-head';
import { Trouble } from '../shell/trouble';
import { LinkedRows } from './linked-rows';

const route = getRouteApi('/causality');

/** One event: what led to it, step by step, and what came of it. */
export function CausalityPage() {
  const { id = '', source } = route.useSearch();
  const { data, error, again } = useAnswer(causalityQuery(id, source));
  if (id === '') return <Asking />;
  if (isMissing(error) && !data) return <Unknown id={id} says={error.message} />;
  if (error && !data) return <Trouble error={error} reset={again} />;
  if (!data) return <PageWaiting label="Causes and effects are being looked up" />;
  return (
    <article className="pt-10">
      <PageHead title="Causes and effects" says={summaryOf(data)}>
        <Search id={id} />
      </PageHead>
      <div className="mt-8 max-w-4xl space-y-10">
        <Chain data={data} />
        {data.correlated.length > 0 && (
          <Section id="correlated" title="Of the same correlation">
            <LinkedRows events={data.correlated} label="Events of the same correlation" />
          </Section>
        )}
        {data.isCut && (
          <p className="text-small text-quiet">There are more; only the nearest are shown.</p>
        )}
      </div>
    </article>
  );
}

function summaryOf({ event, chain }: CausalityAnswer) {
  const causes = chain.filter(({ distance }) => distance < 0).length;
  const effects = chain.filter(({ distance }) => distance > 0).length;
  return (
    <>
      <code>{event.id}</code>: {plural(causes, 'cause')} known, {plural(effects, 'effect')}
    </>
  );
}

function Chain({ data: { chain, unknownCauses, event } }: { readonly data: CausalityAnswer }) {
  return (
    <Section id="chain" title="The chain">
      {unknownCauses.map((cause) => (
        <p key={cause} className="mb-3 text-small text-soft">
          It begins with <code>{cause}</code>, of which nothing but the id is known: it names no
          correlation itself, or never came by a gateway.
        </p>
      ))}
      <LinkedRows events={chain} label="Causes, the event, and effects" chosen={event.id} />
    </Section>
  );
}

/** Few events say what caused them, so this is met often, and the next id is asked for here. */
function Unknown({ id, says }: { readonly id: string; readonly says: string }) {
  return (
    <div className="pt-10">
      <PageHead title="Nothing known of causes or effects" says={says}>
        <Search id={id} />
      </PageHead>
      <HowItIsSaid />
    </div>
  );
}

function Asking() {
  return (
    <div className="pt-10">
      <PageHead title="Causes and effects" says="Of which event?">
        <Search id="" />
      </PageHead>
      <HowItIsSaid />
    </div>
  );
}

function HowItIsSaid() {
  return (
    <div className="mt-10 max-w-2xl space-y-3 text-soft">
      <p>
        Give the id of any event that passed a gateway: what led to it, step by step, and what came
        of it, each with its time.
      </p>
      <p>
        A producer says what caused an event with the CloudEvents attribute <code>causationid</code>
        , the id of the event before it, and what belongs together with <code>correlationid</code>.
        It is kept for 30 days.
      </p>
    </div>
  );
}

function Search({ id }: { readonly id: string }) {
  const navigate = route.useNavigate();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = new FormData(event.currentTarget).get('id');
        if (typeof wanted === 'string' && wanted !== '') void navigate({ search: { id: wanted } });
      }}
    >
      <input
        key={id}
        type="search"
        name="id"
        aria-label="Id of an event"
        placeholder="Id of an event"
        defaultValue={id}
        className="h-9 w-72 max-w-full rounded-lg border border-edge bg-raised px-3 text-small placeholder:text-quiet"
      />
    </form>
  );
}
