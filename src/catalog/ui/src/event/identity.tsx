import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ContractAnswer } from '../api/answers';
import { Ago } from '../parts/ago';
import { Badge, StatusBadge } from '../parts/badge';
import { CopyButton } from '../parts/copy-button';
import { formatWord } from '../parts/format-word';
import { Prose } from '../parts/prose';
import { Icon } from '../parts/icon';

/** What is it, whose is it, where does it go: the answer before any scrolling. */
export function Identity({ contract }: { readonly contract: ContractAnswer }) {
  const { id, name, domain, purpose, limitations, version, isLatest } = contract;
  return (
    <header>
      <nav aria-label="Where this is" className="flex items-center gap-2 text-small text-quiet">
        <Link to="/" className="link tap gap-1">
          <Icon name="left" size={14} /> Events
        </Link>
        {domain && (
          <>
            <span aria-hidden="true">/</span>
            <Link to="/" search={{ domain: [domain] }} className="link tap">
              {domain}
            </Link>
          </>
        )}
      </nav>
      {!isLatest && (
        <p className="mt-4 flex flex-wrap items-center gap-x-3 rounded-lg bg-warn-wash px-4 py-2.5 text-small text-warn">
          <Icon name="warn" size={14} /> This is version {version}, not the latest one.
          <Link to="/events/$id" params={{ id }} className="tap font-medium underline">
            Show the latest
          </Link>
        </p>
      )}
      <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1">
        <h1 className="text-display font-semibold tracking-[-0.03em]">{name}</h1>
        <StatusBadge status={contract.status} />
        {contract.criticality !== 'normal' && (
          <Badge tone={contract.criticality === 'critical' ? 'warn' : 'plain'}>
            {contract.criticality === 'critical' ? 'Critical' : 'Sandbox'}
          </Badge>
        )}
      </div>
      <div className="mt-0.5 flex flex-wrap items-center gap-x-5 text-small text-quiet">
        <p className="flex items-center gap-1">
          <code className="break-all">{id}</code>
          <CopyButton text={id} label="Copy the id" />
        </p>
        {contract.tags.length > 0 && (
          <ul aria-label="Tags" className="flex flex-wrap gap-x-3">
            {contract.tags.map((tag) => (
              <li key={tag}>
                <Link to="/" search={{ tag: [tag] }} className="link tap">
                  {tag}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </div>
      <Ending contract={contract} />
      {purpose && (
        <p className="mt-3 max-w-3xl text-lead text-soft">
          <Prose text={purpose} />
        </p>
      )}
      {limitations && (
        <p className="mt-1 max-w-3xl text-soft">
          <span className="font-medium text-ink">Limits:</span> {limitations}
        </p>
      )}
      <Facts contract={contract} />
    </header>
  );
}

/** Whoever comes to use it learns first that it goes, and what to use instead. */
function Ending({ contract: { status, deprecation } }: { readonly contract: ContractAnswer }) {
  if (status === 'retired') return <Notice>It is retired: the gateway refuses its events.</Notice>;
  if (!deprecation) return null;
  const { sunset, from, migration } = deprecation;
  if (sunset === undefined && from === undefined && migration === undefined) return null;
  return (
    <Notice>
      {sunset === undefined
        ? `Deprecated${from === undefined ? '' : ` from ${from}`}, no day set for its end.`
        : `It ends on ${sunset}.`}{' '}
      {migration}
    </Notice>
  );
}

function Notice({ children }: { readonly children: ReactNode }) {
  return (
    <p className="mt-3 flex max-w-3xl gap-2 rounded-lg bg-warn-wash px-4 py-2.5 text-small text-warn">
      <span className="grid h-5 place-items-center">
        <Icon name="sunset" size={14} />
      </span>
      <span className="min-w-0 break-words">{children}</span>
    </p>
  );
}

function Facts({ contract }: { readonly contract: ContractAnswer }) {
  const { owner, channel, schema } = contract;
  const latest = contract.versions.find(({ version }) => version === contract.version);
  return (
    <dl className="mt-6 grid grid-cols-2 gap-x-6 gap-y-4 border-t border-line pt-4 pb-2 text-small sm:gap-x-10 xl:grid-cols-4">
      <Fact word="Owner">
        <Link to="/" search={{ owner: [owner.team] }} className="link font-medium">
          {owner.team}
        </Link>
        {owner.contact && <Detail>{owner.contact}</Detail>}
        {owner.oncall && <Detail>on call {owner.oncall}</Detail>}
      </Fact>
      <Fact word="Topic">
        <code className="font-medium break-all">{channel.topic}</code>
        {channel.key && (
          <Detail>
            keyed by <code>{channel.key}</code>
          </Detail>
        )}
      </Fact>
      <Fact word="Version">
        <span className="numbers font-medium">{contract.version}</span>
        {latest && (
          <Detail>
            published <Ago at={latest.publishedAt} />
          </Detail>
        )}
      </Fact>
      <Fact word="Compatibility">
        <span className="font-medium">{contract.compatibility}</span>
        <Detail>
          {formatWord(schema.format)}, schema id <span className="numbers">{schema.id}</span>
        </Detail>
      </Fact>
    </dl>
  );
}

function Fact({ word, children }: { readonly word: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-quiet">{word}</dt>
      <dd className="mt-0.5">{children}</dd>
    </div>
  );
}

function Detail({ children }: { readonly children: ReactNode }) {
  return <span className="block break-words text-soft">{children}</span>;
}
