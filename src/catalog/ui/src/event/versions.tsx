import { Link, useNavigate } from '@tanstack/react-router';
import type { ContractAnswer } from '../api/answers';
import { Ago } from '../parts/ago';
import { Badge } from '../parts/badge';
import { useShortcuts } from '../shell/shortcuts';
import { LongListLink, useLongList } from './long-list';

const SHOWN = 6;
const EXPORTS = [
  ['asyncapi', 'AsyncAPI'],
  ['odcs', 'ODCS'],
  ['markdown', 'Markdown'],
  ['html', 'HTML'],
] as const;

/** Who made each version, when and why, and what it changed. */
export function Versions({ contract }: { readonly contract: ContractAnswer }) {
  const { id, version } = contract;
  const navigate = useNavigate();
  const newestFirst = contract.versions.toSorted((a, b) => b.version - a.version);
  const { rows, isCut, isWhole } = useLongList('versions', newestFirst, SHOWN);
  const newest = newestFirst[0]?.version;
  const before = newestFirst.find((row) => row.version < version)?.version;
  useShortcuts({
    d: () => {
      if (before === undefined) return;
      const span = `${before}..${version}`;
      void navigate({ to: '/events/$id/diff/$span', params: { id, span } });
    },
  });
  return (
    <section aria-labelledby="versions-title">
      <h2 id="versions-title" className="text-small text-quiet">
        Versions
      </h2>
      <ol className="mt-1.5 text-small">
        {rows.map((row, i) => (
          <li
            key={row.version}
            className={`-mx-2 grid min-h-7 grid-cols-[2rem_1fr_auto_4.25rem] items-center gap-2 rounded px-2 ${row.version === version ? 'bg-accent-wash' : ''}`}
          >
            <Link
              to="/events/$id"
              params={{ id }}
              search={row.version === newest ? {} : { version: row.version }}
              aria-current={row.version === version ? 'true' : undefined}
              aria-label={`Version ${row.version}`}
              className="link tap numbers font-medium"
            >
              {row.version}
            </Link>
            <span className="flex min-w-0 items-center gap-2 text-soft">
              <span className="truncate">{row.publishedBy || 'unnamed'}</span>
              {row.isForced && <Badge tone="warn">forced</Badge>}
            </span>
            <span className="text-quiet">
              <Ago at={row.publishedAt} />
            </span>
            <ChangesLink id={id} from={newestFirst[i + 1]?.version} to={row.version} />
            {row.reason && (
              <p className="col-span-3 col-start-2 pb-1.5 break-words text-soft">{row.reason}</p>
            )}
          </li>
        ))}
      </ol>
      {isCut && <LongListLink list="versions" count={newestFirst.length} isWhole={isWhole} />}
      <p className="mt-1.5 text-small">
        <Link to="/changes" search={{ contract: id }} className="link tap">
          All its changes
        </Link>
      </p>
      <p className="mt-4 flex flex-wrap items-center gap-x-3 text-small text-quiet">
        Take it as
        {EXPORTS.map(([format, word]) => (
          <a
            key={format}
            href={`/v1/contracts/${encodeURIComponent(id)}/exports/${format}`}
            className="link tap"
          >
            {word}
          </a>
        ))}
      </p>
    </section>
  );
}

interface ChangesLinkProps {
  readonly id: string;
  readonly from: number | undefined;
  readonly to: number;
}

function ChangesLink({ id, from, to }: ChangesLinkProps) {
  if (from === undefined) return <span className="text-right text-quiet">first</span>;
  return (
    <Link
      to="/events/$id/diff/$span"
      params={{ id, span: `${from}..${to}` }}
      aria-label={`changes in version ${to}`}
      className="link tap justify-self-end"
    >
      changes
    </Link>
  );
}
