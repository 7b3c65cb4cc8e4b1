import type { LineageAnswer } from '../api/desk-answers';
import { Badge } from '../parts/badge';
import { EDGES, edgeText, howKnown } from './edge-look';

interface EdgeTableProps {
  readonly lineage: LineageAnswer;
  readonly onLook: (id: string) => void;
}

/** The drawing in words: one line of it, one row. What is wrong comes first. */
export function EdgeTable({ lineage: { nodes, edges }, onLook }: EdgeTableProps) {
  if (edges.length === 0) return null;
  const names = new Map(nodes.map(({ id, name }) => [id, name]));
  const order = ['stopped', 'refused', 'behind', 'silent', 'flows'];
  const rows = edges.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return (
    <section className="mt-10">
      <h2 id="lines-title" className="mb-2 text-title font-semibold tracking-[-0.015em]">
        The same in words
      </h2>
      <div className="overflow-x-auto" role="region" aria-labelledby="lines-title" tabIndex={0}>
        <table className="numbers w-full text-small">
          <thead>
            <tr className="border-b border-line text-left text-quiet">
              {['From', 'To', 'State', 'Seen', 'Known as'].map((head) => (
                <th key={head} scope="col" className="pr-5 pb-1.5 font-normal whitespace-nowrap">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((edge) => {
              const look = EDGES[edge.state];
              return (
                <tr key={`${edge.from} ${edge.to}`} className="border-b border-line">
                  {[edge.from, edge.to].map((id) => (
                    <td key={id} className="min-w-32 py-1.5 pr-5">
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
                  <td className="pr-5">
                    <Badge tone={look.tone} icon={look.icon}>
                      {look.word}
                    </Badge>
                  </td>
                  <td className="pr-5 whitespace-nowrap text-soft">{edgeText(edge)}</td>
                  <td className="whitespace-nowrap text-quiet">{howKnown(edge)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
