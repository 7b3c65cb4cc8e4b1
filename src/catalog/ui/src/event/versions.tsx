import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ContractAnswer } from '../api/answers';
import { Ago } from '../parts/ago';

const SHOWN = 6;

export function Versions({ contract }: { readonly contract: ContractAnswer }) {
  const [isWhole, setWhole] = useState(false);
  const newestFirst = contract.versions.toSorted((a, b) => b.version - a.version);
  const newest = newestFirst[0]?.version;
  return (
    <section aria-labelledby="versions-title">
      <h2 id="versions-title" className="text-small text-quiet">
        Versions
      </h2>
      <ol className="mt-1.5 text-small">
        {(isWhole ? newestFirst : newestFirst.slice(0, SHOWN)).map((row) => (
          <li key={row.version}>
            <Link
              to="/events/$id"
              params={{ id: contract.id }}
              search={row.version === newest ? {} : { version: row.version }}
              aria-current={row.version === contract.version ? 'true' : undefined}
              className="-mx-2 grid min-h-7 grid-cols-[2rem_1fr_auto] items-center gap-2 rounded px-2 hover:bg-sunken aria-[current=true]:bg-accent-wash"
            >
              <span className="numbers font-medium">{row.version}</span>
              <span className="truncate text-soft">{row.publishedBy || 'unnamed'}</span>
              <span className="text-quiet">
                <Ago at={row.publishedAt} />
              </span>
            </Link>
          </li>
        ))}
      </ol>
      {newestFirst.length > SHOWN && (
        <button type="button" className="link tap text-small" onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Fewer' : `All ${newestFirst.length}`}
        </button>
      )}
    </section>
  );
}
