import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ActivityAnswer, Refusal } from '../api/answers';
import { refusalQuery } from '../api/catalog';
import { useAnswer } from '../api/use-answer';
import { Ago } from '../parts/ago';
import { bytesText, exactText } from '../parts/numbers';
import { OpenRow } from '../parts/open-row';
import { RefusedPayload } from '../parts/refused-payload';
import { Unanswered } from '../parts/unanswered';
import { useLook } from '../shell/use-look';
import { Section } from './section';

const route = getRouteApi('/events/$id');

const SHOWN = 6;

interface RefusalsProps {
  readonly activity: ActivityAnswer | undefined;
  readonly error: Error | null;
}

export function Refusals({ activity, error }: RefusalsProps) {
  const { id } = route.useParams();
  const { refusal: chosen } = route.useSearch();
  const look = useLook();
  const alike = [...Map.groupBy(activity?.refusals ?? [], causeOf).values()];
  // The one a link means is shown, however many came after it.
  const refusals = alike.flatMap((all, i) => {
    const linked = all.find(({ id }) => id === chosen);
    const shown = linked ?? (i < SHOWN ? all[0] : undefined);
    return shown ? [{ shown, like: all.length - 1 }] : [];
  });
  return (
    <Section
      id="refusals"
      title="Last refusals"
      aside={
        refusals.length > 0 && (
          <Link to="/quarantine" search={{ event: id }} className="link tap">
            by cause, in the quarantine
          </Link>
        )
      }
    >
      {!activity && error && <Unanswered error={error} />}
      {refusals.length === 0 ? (
        <p className="text-soft">
          {activity &&
            'None in custody. A refused event is kept here with its reasons, and the offending places marked.'}
          {!activity && !error && 'Asking the quarantine …'}
        </p>
      ) : (
        <ul className="border-t border-line">
          {refusals.map(({ shown, like }) => (
            <RefusalRow
              key={shown.id}
              refusal={shown}
              like={like}
              isOpen={shown.id === chosen}
              onToggle={() =>
                look({ refusal: shown.id === chosen ? undefined : shown.id }, 'refusals')
              }
            />
          ))}
        </ul>
      )}
    </Section>
  );
}

/** A producer that sends the same fault again tells nothing new. */
const causeOf = ({ producer, reasons: [first] }: Refusal): string =>
  [producer, first?.code, first?.pointer, first?.message].join('\n');

interface RefusalRowProps {
  readonly refusal: Refusal;
  /** So many more of the last ones were refused for the same. */
  readonly like: number;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function RefusalRow({ refusal, like, isOpen, onToggle }: RefusalRowProps) {
  return (
    <OpenRow
      of="refusal"
      isOpen={isOpen}
      onToggle={onToggle}
      look="grid grid-cols-[1.25rem_minmax(0,1fr)] items-start gap-x-2 gap-y-1 py-3 text-small md:grid-cols-[1.25rem_minmax(0,1fr)_auto]"
      markLook="grid h-5 place-items-center"
      line={<Line refusal={refusal} like={like} />}
      within="pb-5 md:pl-7"
    >
      <RefusalBody refusal={refusal} />
    </OpenRow>
  );
}

function Line({ refusal, like }: Pick<RefusalRowProps, 'refusal' | 'like'>) {
  const [first, ...others] = refusal.reasons;
  return (
    <>
      <span className="min-w-0">
        <span className="block font-medium">{first?.message ?? 'Refused without a reason'}</span>
        <span className="block break-words text-quiet">
          <code className="text-bad">{first?.code}</code>
          {first?.pointer && (
            <>
              {' at '}
              <code>{first.pointer}</code>
            </>
          )}
          {others.length > 0 && ` and ${others.length} more`}
        </span>
      </span>
      <span className="numbers min-w-0 wrap-anywhere text-quiet max-md:col-start-2 md:max-w-72 md:text-right">
        <span className="md:block">
          <Ago at={refusal.lastSeen} />
        </span>
        <span className="max-md:ml-2 md:block">
          {refusal.producer || 'unknown producer'}
          {refusal.count > 1 && ` · ${exactText(refusal.count)} times`}
          {like > 0 && ` · ${exactText(like)} more like it`}
        </span>
      </span>
    </>
  );
}

function RefusalBody({ refusal }: { readonly refusal: Refusal }) {
  return (
    <>
      <RefusedEvent refusal={refusal} />
      <dl className="numbers mt-3 flex flex-wrap gap-x-8 gap-y-1 text-small text-soft">
        <Fact word="Quarantine id">
          <code>{refusal.id}</code>
        </Fact>
        <Fact word="Door">{refusal.door}</Fact>
        {refusal.version !== undefined && <Fact word="Judged by version">{refusal.version}</Fact>}
        <Fact word="State">{refusal.state}</Fact>
        <Fact word="Size">{bytesText(refusal.bytes)}</Fact>
      </dl>
    </>
  );
}

function RefusedEvent({ refusal }: { readonly refusal: Refusal }) {
  const { id } = route.useParams();
  const { data, error } = useAnswer(refusalQuery(id, refusal.id));
  if (!data && !error)
    return <div role="status" aria-label="The event is loading" className="waiting h-40" />;
  if (data?.payload) {
    return <RefusedPayload name="refusal" payload={data.payload} reasons={data.reasons} />;
  }
  return (
    <>
      {data ? (
        <p className="rounded-lg bg-sunken px-4 py-3 text-small text-soft">
          {bytesText(refusal.bytes)} that cannot be shown here:{' '}
          {data.isSealed
            ? 'sealed under a secret that CONCORDAT_QUARANTINE_KEY does not hold here.'
            : 'not readable, too large, or not kept.'}
        </p>
      ) : (
        error && <Unanswered error={error} />
      )}
      <ul className="mt-2 space-y-1 text-small">
        {refusal.reasons.map((reason) => (
          <li key={`${reason.code}${reason.pointer}${reason.message}`}>{reason.message}</li>
        ))}
      </ul>
    </>
  );
}

function Fact(props: { readonly word: string; readonly children: ReactNode }) {
  return (
    <div className="flex gap-2">
      <dt className="text-quiet">{props.word}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
