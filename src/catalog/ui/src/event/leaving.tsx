import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ContractAnswer } from '../api/answers';
import type { PartiesAnswer } from '../api/desk-answers';
import { partiesQuery } from '../api/desk';
import { useAnswer } from '../api/use-answer';
import { EventLink } from '../parts/event-link';
import { Icon } from '../parts/icon';
import { plural } from '../parts/numbers';
import { Section } from './section';
import { WaitedFor } from './waited-for';

/** Whether the event may go, and its topic with it: what still stands in the way, in the order to do it. */
export function Leaving({ contract }: { readonly contract: ContractAnswer }) {
  const { data, error } = useAnswer(partiesQuery(contract.id));
  return (
    <Section id="leaving" title="May it go?" aside={data && verdictOf(contract, data)}>
      <WaitedFor data={data} error={error} label="What stands in the way is being looked up">
        {(parties) => <Steps contract={contract} parties={parties} />}
      </WaitedFor>
    </Section>
  );
}

const sending = ({ producers }: PartiesAnswer) => producers.filter(({ isSeen }) => isSeen);
const isGone = ({ status }: ContractAnswer) => status === 'retired';
const isAnnounced = ({ status, deprecation }: ContractAnswer) =>
  status !== 'active' || deprecation?.sunset !== undefined;

function verdictOf(contract: ContractAnswer, parties: PartiesAnswer): string {
  const [writers, readers] = [sending(parties).length, parties.consumers.length];
  if (isGone(contract)) return 'it is retired';
  if (writers + readers === 0) return 'nobody is known to hold on to it';
  const who = [
    writers > 0 && `${plural(writers, 'producer')} ${writers === 1 ? 'sends' : 'send'} it`,
    readers > 0 && `${plural(readers, 'consumer')} ${readers === 1 ? 'reads' : 'read'} it`,
  ];
  return `not yet: ${who.filter(Boolean).join(', ')}`;
}

interface StepsProps {
  readonly contract: ContractAnswer;
  readonly parties: PartiesAnswer;
}

function Steps({ contract, parties }: StepsProps) {
  const writers = sending(parties).map(({ name }) => name);
  const readers = parties.consumers.map(({ name }) => name);
  return (
    <ol className="max-w-3xl divide-y divide-line border-y border-line">
      <Step isDone={isAnnounced(contract)} title="Say when it ends">
        <Announced contract={contract} />
      </Step>
      <Step isDone={writers.length === 0} title="Nobody sends it">
        {writers.length === 0
          ? 'None of it came in seven days.'
          : `${named(writers)} sent it within seven days.`}
      </Step>
      <Step isDone={readers.length === 0} title="Nobody reads it">
        {readers.length === 0
          ? 'Nobody declared to read it, and no group of consumers reads its topic.'
          : `${named(readers)}: each withdraws what it declared, or stops reading.`}
      </Step>
      <Step isDone={isGone(contract)} title="Retire it">
        {isGone(contract) ? (
          'It is not in force: events of it are refused, and its versions stay readable here.'
        ) : (
          <>
            Publish it with <code>status: retired</code>. From then on the gateway refuses its
            events; its versions stay readable here.
          </>
        )}
      </Step>
      <Step isDone={false} title="Delete the topic">
        <Topic contract={contract} onTopic={parties.onTopic} />
      </Step>
    </ol>
  );
}

const NAMED = 4;

function named(names: readonly string[]): string {
  const rest = names.length - NAMED;
  const shown = names.slice(0, NAMED);
  if (rest > 0) return `${shown.join(', ')} and ${plural(rest, 'other')}`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : shown.join();
}

function Announced({ contract: { status, deprecation } }: { readonly contract: ContractAnswer }) {
  if (status === 'retired') return 'It has ended.';
  if (deprecation?.sunset !== undefined)
    return `It ends on ${deprecation.sunset}: from that day the gateway refuses it, and warns until then.`;
  return (
    <>
      Publish it with <code>status: deprecated</code> and{' '}
      <code>{'deprecation: { sunset: <day>, migration: <what to use instead> }'}</code>. Producers
      are warned with every answer, and it stands on the{' '}
      <Link to="/sunset" className="link">
        sunset board
      </Link>
      .
    </>
  );
}

/** A topic is not the event's alone where other contracts stand on it. */
function Topic({
  contract: { channel, readFrom },
  onTopic,
}: {
  readonly contract: ContractAnswer;
  readonly onTopic: PartiesAnswer['onTopic'];
}) {
  const topic = <code className="break-all">{channel.topic}</code>;
  if (onTopic.count > 0)
    return (
      <>
        No: {topic} also carries{' '}
        {onTopic.first.map(({ id, name }, i) => (
          <span key={id}>
            {i > 0 && ', '}
            <EventLink id={id} name={name} />
          </span>
        ))}
        {onTopic.count > onTopic.first.length &&
          ` and ${plural(onTopic.count - onTopic.first.length, 'other event')}`}
        .
      </>
    );
  return (
    <>
      No other contract uses {topic}.{' '}
      {readFrom === 'kafka'
        ? 'Delete it at the broker once its last events are read.'
        : channel.retention === undefined
          ? 'Its events stay in the log: the contract names no retention.'
          : 'Nothing is to be deleted by hand: the log lets its events go when they are as old as the contract says.'}
    </>
  );
}

interface StepProps {
  readonly isDone: boolean;
  readonly title: string;
  readonly children: ReactNode;
}

function Step({ isDone, title, children }: StepProps) {
  return (
    <li className="flex gap-2.5 py-2.5">
      <span className={`grid h-6 place-items-center ${isDone ? 'text-good' : 'text-quiet'}`}>
        <Icon name={isDone ? 'check' : 'caret'} />
      </span>
      <div className="min-w-0">
        <p className="font-medium">
          {title}
          <span className="sr-only">{isDone ? ' (done)' : ' (to do)'}</span>
        </p>
        <p className="text-small break-words text-soft">{children}</p>
      </div>
    </li>
  );
}
