import { getRouteApi } from '@tanstack/react-router';
import type { ContractAnswer, ExamplesAnswer } from '../api/answers';
import { examplesQuery } from '../api/catalog';
import { useAnswer } from '../api/use-answer';
import { Ago } from '../parts/ago';
import { Payload } from '../parts/payload';
import { Unanswered } from '../parts/unanswered';
import { useLook } from '../shell/use-look';
import { Section } from './section';

const route = getRouteApi('/events/$id');

/** How an event looks: one made of the schema, and the last ones that were accepted. */
export function Examples({ contract }: { readonly contract: ContractAnswer }) {
  const { id, example } = contract;
  const { example: chosen } = route.useSearch();
  const look = useLook();
  const { data, error } = useAnswer(examplesQuery(id));
  const real = data?.events ?? [];
  // What really came says more than what was made up; who came by a link to one gone sees the newest.
  const shown =
    chosen === 'made' ? undefined : (real.find(({ position }) => position === chosen) ?? real[0]);
  const isMade = shown === undefined;
  const choose = (position: string) => look({ example: position }, 'examples');
  return (
    <Section id="examples" title="Examples" aside="what is personal or undeclared is hidden">
      <div role="group" aria-label="Which example" className="mb-3 flex flex-wrap gap-1 text-small">
        {real.map(({ position }, i) => (
          <button
            key={position}
            type="button"
            aria-pressed={position === shown?.position}
            onClick={() => choose(position)}
            className={CHOICE}
          >
            {PLACES[i]}
          </button>
        ))}
        <button
          type="button"
          aria-pressed={isMade}
          onClick={() => choose('made')}
          className={CHOICE}
        >
          Made from the schema
        </button>
      </div>
      {shown && <Real example={shown} />}
      {isMade && example !== undefined && (
        <Payload name="example" value={example} label="An example" />
      )}
      {isMade && example === undefined && (
        <p className="text-soft">
          None is found by trying: the rules of this schema leave little room.
        </p>
      )}
      {data?.because && <p className="mt-2 text-small text-quiet">{data.because}</p>}
      {error && !data && <Unanswered error={error} />}
    </Section>
  );
}

const PLACES = ['Last accepted', 'The one before', 'And before that'];
const CHOICE =
  'min-h-7 rounded-full px-3 text-soft hover:bg-sunken aria-pressed:bg-accent-wash aria-pressed:font-medium aria-pressed:text-accent';

function Real({ example }: { readonly example: ExamplesAnswer['events'][number] }) {
  const { masked, version, source, at } = example;
  return (
    <>
      <Payload name="example" value={masked} label="An accepted event, masked" />
      <p className="numbers mt-2 text-small text-quiet">
        Accepted <Ago at={at} /> under version {version}
        {source && (
          <>
            , sent by <code>{source}</code>
          </>
        )}
      </p>
    </>
  );
}
