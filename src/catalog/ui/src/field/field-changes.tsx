import { queryOptions } from '@tanstack/react-query';
import { preload } from 'react-dom';
import type { TriedFieldAnswer } from '../api/desk-answers';
import { fetchJson } from '../api/fetch-json';
import { useAnswer } from '../api/use-answer';
import { VERDICTS } from '../diff/change-look';
import { Section } from '../event/section';
import { WaitedFor } from '../event/waited-for';
import { Badge } from '../parts/badge';
import { WholeLink } from '../parts/whole-link';
import { useShownWhole } from '../shell/use-shown-whole';

interface FieldChangesProps {
  readonly id: string;
  readonly path: string;
  readonly version: number;
}

const addressOf = ({ id, path }: FieldChangesProps) =>
  `/catalog/v1/events/${encodeURIComponent(id)}/field/changes?${new URLSearchParams({ path })}`;

/** Versions never change, but who declares to read them does. */
const triedQuery = (asked: FieldChangesProps) =>
  queryOptions({
    queryKey: ['tried', asked.id, asked.path, asked.version],
    queryFn: ({ signal }) => fetchJson<TriedFieldAnswer>(addressOf(asked), signal),
    staleTime: 60_000,
  });

/** Is it safe to change? Each change a person would make, judged before it is made. */
export function FieldChanges(props: FieldChangesProps) {
  const { data, error } = useAnswer(triedQuery(props));
  // Judging takes longer than a view may; the browser asks while the code of the page still travels.
  if (import.meta.env.SSR) preload(addressOf(props), { as: 'fetch', crossOrigin: 'anonymous' });
  if (data?.changes.length === 0) return null;
  return (
    <div className="mt-11">
      <Section
        id="changes"
        title="If you change it"
        aside={`each alone, judged against version ${props.version}`}
      >
        <WaitedFor data={data} error={error} label="Changes of the field are being judged">
          {(tried) => (
            <ul className="max-w-4xl divide-y divide-line border-y border-line">
              {tried.changes.map((each) => (
                <Change key={each.change} tried={each} isCompared={tried.isCompared} />
              ))}
            </ul>
          )}
        </WaitedFor>
      </Section>
    </div>
  );
}

type Tried = TriedFieldAnswer['changes'][number];

const TITLES: Readonly<Record<Tried['change'], string>> = {
  gone: 'Take it away',
  required: 'Make it required',
  optional: 'Make it optional',
};

function Change({ tried, isCompared }: { readonly tried: Tried; readonly isCompared: boolean }) {
  const { change, verdict, witness, readers } = tried;
  const isRefused = verdict === 'incompatible' || readers.length > 0;
  const look = VERDICTS[isRefused ? 'incompatible' : verdict];
  return (
    <li className="grid gap-x-6 gap-y-1 py-3 sm:grid-cols-[10rem_minmax(0,1fr)]">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 font-medium sm:flex-col sm:items-start">
        {TITLES[change]}
        <Badge tone={isCompared || isRefused ? look.tone : 'warn'} icon={look.icon}>
          {isCompared || isRefused ? look.word : 'Not compared'}
        </Badge>
      </p>
      <div className="min-w-0 space-y-1 text-small text-soft">
        {sentencesOf(tried, isCompared).map((sentence) => (
          <p key={sentence} className="break-words">
            {sentence}
          </p>
        ))}
        {witness && <Witness witness={witness} name={`witness:${change}`} />}
      </div>
    </li>
  );
}

interface WitnessProps {
  readonly witness: NonNullable<Tried['witness']>;
  /** What the address calls it where it is shown whole. */
  readonly name: string;
}

/** As many characters as stand on one line of a wide screen. */
const LINE = 90;

/** An event of many fields would be a wall of text beside the one it is about: it begins as a line. */
function Witness({ witness: { event, rejectedBy }, name }: WitnessProps) {
  const isWhole = useShownWhole(name);
  const text = JSON.stringify(event);
  const isCut = text.length > LINE && !isWhole;
  return (
    <div>
      <p>
        {rejectedBy === 'new'
          ? 'Fine until now, and refused then:'
          : 'Fine then, and refused by whoever reads with the version of today:'}
        {text.length > LINE && (
          <WholeLink name={name} className="link tap ml-3">
            {isWhole ? 'Less of it' : 'The whole event'}
          </WholeLink>
        )}
      </p>
      <code className={isCut ? 'block truncate' : 'block wrap-anywhere'}>{text}</code>
    </div>
  );
}

function sentencesOf({ verdict, because, readers }: Tried, isCompared: boolean): readonly string[] {
  const sentences = [];
  if (because !== undefined) sentences.push(`Such a version is refused. ${because}`);
  if (readers.length > 0)
    sentences.push(
      `${because === undefined ? 'Such a version is refused: it' : 'It also'} breaks ${readers.join(', ')}, by what ${readers.length === 1 ? 'it' : 'each'} declared to read.`,
    );
  if (sentences.length > 0) return sentences;
  if (verdict === 'undecided') return ['It could not be proved in the time there is.'];
  return [
    isCompared
      ? 'Such a version is taken, and breaks nobody who declared what is read.'
      : 'Such a version is taken: the contract asks for no compatibility, so nobody looks whom it breaks.',
  ];
}
