import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ContractAnswer } from '../api/answers';
import type { ConsumerParty, ProducerParty } from '../api/desk-answers';
import { partiesQuery } from '../api/desk';
import { useAnswer } from '../api/use-answer';
import { Ago } from '../parts/ago';
import { Badge } from '../parts/badge';
import { LineageLink } from '../parts/lineage-link';
import { countText, exactText, plural } from '../parts/numbers';
import { Unanswered } from '../parts/unanswered';
import { useShortcuts } from '../shell/shortcuts';
import { LongListLink, useLongList } from './long-list';
import { Section } from './section';

/** Who sends it and who reads it: what they declare, and what was seen. */
export function Parties({ contract }: { readonly contract: ContractAnswer }) {
  const { id } = contract;
  const { data, error } = useAnswer(partiesQuery(id));
  useShortcuts({ w: () => document.querySelector<HTMLElement>('#parties li a')?.focus() });
  if (!data) {
    return error ? (
      <Unanswered error={error} />
    ) : (
      <div
        role="status"
        aria-label="Producers and consumers are loading"
        className="waiting h-40"
      />
    );
  }
  const { producers, consumers } = data;
  return (
    <Section
      id="parties"
      title="Who writes it, who reads it"
      aside={
        <LineageLink of={`event:${id}`} className="link">
          Lineage
        </LineageLink>
      }
    >
      <div className="grid gap-x-12 gap-y-8 xl:grid-cols-2">
        <Side
          list="producers"
          title="Producers"
          none="The contract names none, and none was seen in seven days."
        >
          {producers.map((producer) => (
            <Producer key={producer.name} producer={producer} />
          ))}
        </Side>
        <Side
          list="consumers"
          title="Consumers"
          none="Nobody has declared to read it, and no group reads its topic. A consumer says what it needs with POST /v1/consumptions."
        >
          {consumers.map((consumer) => (
            <Consumer
              key={`${consumer.name} ${consumer.where ?? ''}`}
              contract={contract}
              consumer={consumer}
            />
          ))}
        </Side>
      </div>
    </Section>
  );
}

interface SideProps {
  readonly list: string;
  readonly title: string;
  readonly none: string;
  readonly children: readonly ReactNode[];
}

/** Of a hundred readers the first few; who wants them all asks for them. */
const SHOWN = 8;

function Side({ list, title, none, children }: SideProps) {
  const { rows, isCut, isWhole } = useLongList(list, children, SHOWN);
  const count = children.length;
  return (
    <div className="min-w-0">
      <h3 className="text-small text-quiet">
        {title} {count > 1 && <span className="numbers ml-1">{exactText(count)}</span>}
      </h3>
      {children.length === 0 ? (
        <p className="mt-1 text-small text-soft">{none}</p>
      ) : (
        <ul className="mt-1.5 divide-y divide-line border-y border-line">{rows}</ul>
      )}
      {isCut && <LongListLink list={list} count={count} isWhole={isWhole} />}
    </div>
  );
}

/** Declared and seen is what should be; each of the two alone is worth a word. */
function Known({ isDeclared, isSeen }: { readonly isDeclared: boolean; readonly isSeen: boolean }) {
  if (isDeclared && isSeen)
    return (
      <Badge tone="good" icon="check">
        Declared, seen
      </Badge>
    );
  if (isDeclared)
    return (
      <Badge tone="plain" icon="pause" title="Nothing of it in seven days">
        Declared, not seen
      </Badge>
    );
  return (
    <Badge tone="warn" icon="warn" title="Seen, and in no contract or consumption">
      Observed
    </Badge>
  );
}

const NAME = 'min-w-0 font-medium break-all hover:underline';

function Producer({ producer }: { readonly producer: ProducerParty }) {
  const { name, source, accepted, refused, lastSeen, versions } = producer;
  return (
    <li className="py-2.5 text-small">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <LineageLink of={`service:${name}`} className={NAME}>
          {name}
        </LineageLink>
        <Known {...producer} />
      </p>
      <p className="numbers mt-0.5 flex flex-wrap gap-x-3 text-quiet">
        {source !== undefined && source !== name && <code>{source}</code>}
        {producer.isSeen && (
          <>
            <span>{countText(accepted)} accepted</span>
            {refused > 0 && <span className="text-bad">{countText(refused)} refused</span>}
            <span>judged by version {versions.join(', ')}</span>
          </>
        )}
        {lastSeen && <Ago at={lastSeen} />}
      </p>
    </li>
  );
}

interface ConsumerProps {
  readonly contract: ContractAnswer;
  readonly consumer: ConsumerParty;
}

function Consumer({ contract, consumer }: ConsumerProps) {
  const { id } = contract;
  const { name, team, contact, needs, attestedUntil, isOverdue } = consumer;
  return (
    <li className="py-2.5 text-small">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <LineageLink of={`service:${name}`} className={NAME}>
          {name}
        </LineageLink>
        {team && <span className="text-quiet">{[team, contact].filter(Boolean).join(', ')}</span>}
        <Known {...consumer} />
      </p>
      <Reading consumer={consumer} />
      <Age contract={contract} consumer={consumer} />
      {needs.length > 0 && (
        <p className="mt-1 flex flex-wrap gap-x-3 gap-y-0.5">
          {needs.map(({ path, values }) => (
            <Link
              key={path}
              to="/events/$id/field"
              params={{ id }}
              search={{ path }}
              title={values && `knows ${values.join(', ')}`}
              className="link"
            >
              <code className="wrap-anywhere">{path}</code>
            </Link>
          ))}
        </p>
      )}
      {isOverdue && (
        <p className="mt-1 text-warn">It stood by this list until {attestedUntil}; ask it again.</p>
      )}
    </li>
  );
}

/** A list made for an older version may miss what came since, or hold on to what goes. */
function Age({ contract: { id, versions }, consumer: { declaredAt } }: ConsumerProps) {
  if (declaredAt === undefined) return null;
  const newest = Math.max(...versions.map(({ version }) => version));
  const then = Math.max(
    ...versions
      .filter(({ publishedAt }) => publishedAt <= declaredAt)
      .map(({ version }) => version),
  );
  if (!(then < newest) || then < 1) return null;
  return (
    <p className="mt-0.5 text-quiet">
      Its list is from version {then};{' '}
      <Link
        to="/events/$id/diff/$span"
        params={{ id, span: `${then}..${newest}` }}
        className="link"
      >
        what changed since
      </Link>
    </p>
  );
}

function Reading({ consumer }: { readonly consumer: ConsumerParty }) {
  const { isSeen, where, members = 0, lag = 0, lastSeen } = consumer;
  if (!isSeen) return null;
  const isStopped = members === 0 && lag > 0;
  return (
    <p className="numbers mt-0.5 flex flex-wrap gap-x-3 text-quiet">
      <span>{where === 'kafka' ? 'from Kafka' : 'from the log'}</span>
      <span className={isStopped ? 'font-medium text-bad' : ''}>
        {lag === 0 ? 'up to date' : `${plural(lag, 'event')} behind`}
        {isStopped && ', and nobody reads'}
      </span>
      {lastSeen && <Ago at={lastSeen} />}
    </p>
  );
}
