import type { FieldAnswer, SeenValues } from '../api/desk-answers';
import { Section } from '../event/section';
import { Ago } from '../parts/ago';
import { exactText, shareText } from '../parts/numbers';

/** What came in the field lately: how often, how long, of which shape. Never a personal value. */
export function SeenValuesSection({ data: { seen, field } }: { readonly data: FieldAnswer }) {
  return (
    <div className="mt-11">
      <Section id="seen" title="What came in it">
        {seen ? (
          <Seen
            seen={seen}
            isPersonal={field.classification !== undefined}
            isClosed={seen.isClosed}
          />
        ) : (
          <p className="max-w-2xl text-soft">
            No event of it is in the log. Events that go straight to Kafka, and events in Avro or
            Protobuf, are not looked into.
          </p>
        )}
      </Section>
    </div>
  );
}

interface SeenProps {
  readonly seen: SeenValues;
  readonly isPersonal: boolean;
  /** The schema lists the values, so they are shown as they are. */
  readonly isClosed: boolean;
}

function Seen({ seen, isPersonal, isClosed }: SeenProps) {
  return (
    <>
      <p className="max-w-3xl text-soft">
        {seen.events === 1
          ? 'In the only event of the log, '
          : `In the newest ${exactText(seen.events)} events of the log, the last one `}
        <Ago at={seen.to} />.
        {isPersonal &&
          ' The field is personal, so nothing is told but whether it is there and how long it is.'}
      </p>
      <div className="mt-5 grid gap-x-14 gap-y-8 lg:grid-cols-2">
        <dl className="numbers grid grid-cols-[auto_1fr] gap-x-8 gap-y-2 self-start text-small">
          {factsOf(seen).map(([word, what]) => (
            <div key={word} className="contents">
              <dt className="text-quiet">{word}</dt>
              <dd className="font-medium">{what}</dd>
            </div>
          ))}
        </dl>
        {seen.shapes.length > 0 && <Shapes seen={seen} isClosed={isClosed} />}
      </div>
    </>
  );
}

function factsOf(seen: SeenValues): readonly (readonly [string, string])[] {
  const { events, present, nulls, different, shortest, longest, smallest, largest, types } = seen;
  const range = (from: number, to: number, unit = '') =>
    from === to ? `${exactText(from)}${unit}` : `${exactText(from)} to ${exactText(to)}${unit}`;
  return [
    ['There', `in ${shareText(present, events)} of the events`],
    ...(nulls > 0 ? ([['Null', `${exactText(nulls)} times`]] as const) : []),
    ['Types', types.map(({ type }) => type).join(', ') || 'none'],
    ['Different values', exactText(different)],
    ...(shortest !== undefined && longest !== undefined
      ? ([
          ['Length', range(shortest, longest, longest === 1 ? ' character' : ' characters')],
        ] as const)
      : []),
    ...(smallest !== undefined && largest !== undefined
      ? ([['Range', range(smallest, largest)]] as const)
      : []),
  ];
}

interface ShapesProps {
  readonly seen: SeenValues;
  readonly isClosed: boolean;
}

/** `A` is a capital, `a` a small letter, `9` a digit; values of a closed set stand as they are. */
function Shapes({ seen: { shapes }, isClosed }: ShapesProps) {
  const most = Math.max(...shapes.map(({ count }) => count));
  return (
    <div className="min-w-0">
      <h3 className="text-small text-quiet">
        {isClosed ? 'Values' : 'Shapes: “A” is a capital, “a” a letter, “9” a digit'}
      </h3>
      <ul className="mt-2 space-y-1.5 text-small">
        {shapes.map(({ shape, count }) => (
          <li
            key={shape}
            className="grid grid-cols-[minmax(0,14rem)_minmax(3rem,1fr)_3.5rem] items-center gap-3"
          >
            <code className="truncate" title={shape}>
              {shape || '(empty)'}
            </code>
            <svg
              aria-hidden="true"
              viewBox="0 0 100 8"
              preserveAspectRatio="none"
              className="h-2 w-full"
            >
              <rect width={(count / most) * 100} height="8" rx="1" className="fill-good-fill" />
            </svg>
            <span className="numbers text-right">{exactText(count)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
