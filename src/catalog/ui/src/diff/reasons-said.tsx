import type { DiffAnswer } from '../api/answers';
import { Ago } from '../parts/ago';
import { plural } from '../parts/numbers';
import { WholeLink } from '../parts/whole-link';
import { useShownWhole } from '../shell/use-shown-whole';

/** Of a hundred versions the newest tell why; the others wait, folded. */
const SHOWN = 3;

/** Why each version on the way was made, as who made it said; nothing where nobody said anything. */
export function ReasonsSaid({ diff: { old, new: now, versions } }: { readonly diff: DiffAnswer }) {
  const isWhole = useShownWhole('reasons');
  const [from, to] = [Math.min(old.version, now.version), Math.max(old.version, now.version)];
  const said = versions
    .filter(({ version, reason }) => version > from && version <= to && reason !== undefined)
    .toSorted((a, b) => b.version - a.version);
  const earlier = said.length - SHOWN;
  if (said.length === 0) return null;
  return (
    <section aria-labelledby="why-title" className="mt-6">
      <h2 id="why-title" className="text-small text-quiet">
        Why
      </h2>
      <List said={isWhole ? said : said.slice(0, SHOWN)} />
      {earlier > 0 && (
        <WholeLink name="reasons" className="link tap mt-1 text-small">
          {isWhole ? 'Only the newest' : plural(earlier, 'earlier reason')}
        </WholeLink>
      )}
    </section>
  );
}

function List({ said }: { readonly said: DiffAnswer['versions'] }) {
  return (
    <ol className="mt-1.5 space-y-2">
      {said.map(({ version, reason, publishedBy, publishedAt }) => (
        <li key={version} className="border-l-2 border-edge pl-4">
          <p className="max-w-3xl break-words">{reason}</p>
          <p className="numbers text-small text-quiet">
            Version {version}, {publishedBy || 'unnamed'}, <Ago at={publishedAt} />
          </p>
        </li>
      ))}
    </ol>
  );
}
