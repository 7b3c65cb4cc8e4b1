import type { LineageAnswer } from '../api/desk-answers';
import { Badge } from '../parts/badge';
import { STATES } from './gather-crowds';
import { EDGES, edgeText, howKnown } from './edge-look';

interface EdgeTableProps {
  readonly lineage: LineageAnswer;
  readonly onLook: (id: string) => void;
}

/** A phone has no room for the last two: what was seen stands under the state there. */
const HEADS = [
  ['From', ''],
  ['To', ''],
  ['State', ''],
  ['Seen', 'max-sm:hidden'],
  ['Known as', 'max-md:hidden'],
] as const;

/** The drawing in words: one line of it, one row. What is wrong comes first. */
export function EdgeTable({ lineage: { nodes, edges }, onLook }: EdgeTableProps) {
  if (edges.length === 0) return null;
  const names = new Map(nodes.map(({ id, name }) => [id, name]));
  const rows = edges.toSorted((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state));
  return (
    <section className="mt-10">
      <h2 id="lines-title" className="mb-2 text-title font-semibold tracking-[-0.015em]">
        The same in words
      </h2>
      <div className="overflow-x-auto" role="region" aria-labelledby="lines-title" tabIndex={0}>
        <table className="numbers w-full text-small">
          <thead>
            <tr className="border-b border-line text-left text-quiet">
              {HEADS.map(([head, width]) => (
                <th
                  key={head}
                  scope="col"
                  className={`pr-5 pb-1.5 font-normal whitespace-nowrap ${width}`}
                >
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((edge) => {
              const look = EDGES[edge.state];
              return (
                <tr key={`${edge.from} ${edge.to}`} className="border-b border-line align-top">
                  {[edge.from, edge.to].map((id) => (
                    <td key={id} className="py-1.5 pr-5 sm:min-w-32">
                      <button
                        type="button"
                        data-stop
                        onClick={() => onLook(id)}
                        className="min-h-6 text-left font-medium hover:underline"
                      >
                        {names.get(id) ?? id}
                      </button>
                    </td>
                  ))}
                  <td className="py-2 pr-5 last:pr-0">
                    <Badge tone={look.tone} icon={look.icon}>
                      {look.word}
                    </Badge>
                    <span className="mt-0.5 block text-quiet sm:hidden">{edgeText(edge)}</span>
                  </td>
                  <td className="py-2 pr-5 whitespace-nowrap text-soft max-sm:hidden">
                    {edgeText(edge)}
                  </td>
                  <td className="py-2 whitespace-nowrap text-quiet max-md:hidden">
                    {howKnown(edge)}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
