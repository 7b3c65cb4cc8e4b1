import type { LatestState } from '../api/states';
import { Ago } from '../parts/ago';
import { Badge } from '../parts/badge';
import { OpenRow } from '../parts/open-row';
import { Payload } from '../parts/payload';
import { useLook } from '../shell/use-look';

interface StateRowProps {
  readonly state: LatestState;
  readonly isOpen: boolean;
}

/** One entity in a line; opened, all that is known of it and which event said so. */
export function StateRow({ state, isOpen }: StateRowProps) {
  const look = useLook();
  const { key } = state;
  return (
    <OpenRow
      of="key"
      isOpen={isOpen}
      onToggle={() => look({ key: isOpen ? undefined : key }, 'latest')}
      look="grid grid-cols-[1.25rem_minmax(0,1fr)_auto] items-center gap-x-2 py-2.5 text-small md:grid-cols-[1.25rem_minmax(0,1fr)_minmax(0,12rem)_9rem]"
      markLook="grid place-items-center"
      line={<Line state={state} />}
      within="pb-5 md:pl-7"
    >
      <StateBody state={state} />
    </OpenRow>
  );
}

function Line({ state: { key, version, isDeleted, source, at } }: { readonly state: LatestState }) {
  return (
    <>
      <span className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-0.5">
        <code className="font-medium break-all text-ink">{key}</code>
        {version !== undefined && <span className="numbers text-quiet">version {version}</span>}
        {isDeleted && (
          <Badge tone="plain" icon="cross">
            Deleted
          </Badge>
        )}
      </span>
      <span className="truncate text-quiet max-md:hidden">{source}</span>
      <span className="numbers text-right text-quiet">
        <Ago at={at} />
      </span>
    </>
  );
}

function StateBody({ state }: { readonly state: LatestState }) {
  const { value, isDeleted, judgedBy, eventId, source, position } = state;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Said by event', eventId],
    ['From', source],
    ['At', `${position.topic}/${position.partition}@${position.offset}`],
    ['Judged by', judgedBy],
  ];
  return (
    <>
      {value !== undefined && (
        <Payload name="key" value={value} label={`The state of ${state.key}, masked`} />
      )}
      {value === undefined && (
        <p className="rounded-lg bg-sunken px-4 py-3 text-small text-soft">
          {isDeleted
            ? 'The last event about it deleted it.'
            : 'It is too large to be shown here; the export has it.'}
        </p>
      )}
      <dl className="mt-3 flex flex-wrap gap-x-8 gap-y-1 text-small text-soft">
        {facts.map(
          ([word, what]) =>
            what !== undefined && (
              <div key={word} className="flex gap-2">
                <dt className="text-quiet">{word}</dt>
                <dd className="min-w-0 break-all">
                  <code>{what}</code>
                </dd>
              </div>
            ),
        )}
      </dl>
    </>
  );
}
