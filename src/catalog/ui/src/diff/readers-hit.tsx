import type { ConsumerParty } from '../api/desk-answers';
import { partiesQuery } from '../api/desk';
import { useAnswer } from '../api/use-answer';
import { LineageLink } from '../parts/lineage-link';

interface ReadersHitProps {
  readonly id: string;
  /** The field that changed; nothing means the whole event. */
  readonly field: string | undefined;
}

/** Who breaks if this changes: consumers that declared to read the field, and those nobody knows. */
export function ReadersHit({ id, field }: ReadersHitProps) {
  const { data } = useAnswer(partiesQuery(id));
  if (!data) return null;
  const hit = data.consumers.filter((consumer) => mayRead(consumer, field));
  const spared = data.consumers.length - hit.length;
  if (data.consumers.length === 0)
    return <p className="text-small text-quiet">Nobody is known to read this event.</p>;
  return (
    <p className="text-small text-soft">
      <span className="font-medium text-ink">Read by:</span>{' '}
      {hit.length === 0 && 'nobody who declared it'}
      {hit.map(({ name, isDeclared, team }, i) => (
        <span key={name}>
          {i > 0 && ', '}
          <LineageLink of={`service:${name}`} className="link">
            {name}
          </LineageLink>{' '}
          ({isDeclared ? `declared by ${team ?? 'its team'}` : 'observed, says nothing'})
        </span>
      ))}
      {spared > 0 && `; ${spared} other${spared === 1 ? '' : 's'} did not declare this field`}.
    </p>
  );
}

const anyItem = (path: string) => path.replace(/\/(\d+|-)(?=\/|$)/g, '/*');

function mayRead({ isDeclared, needs }: ConsumerParty, field: string | undefined): boolean {
  if (!isDeclared || field === undefined || field === '') return true;
  const changed = anyItem(field);
  return needs.some(({ path }) => {
    const need = anyItem(path);
    return need === changed || need.startsWith(`${changed}/`) || changed.startsWith(`${need}/`);
  });
}
