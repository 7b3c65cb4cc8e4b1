import type { Divergence, PolicyVerdict, RolloutAnswer } from '../api/rollout';
import { Ago } from '../parts/ago';
import { Column } from '../parts/column';
import { exactText, plural } from '../parts/numbers';

/** How often the two policies differ, and on what. */
export function RolloutReport({ data }: { readonly data: RolloutAnswer }) {
  const { rollout, compared, differing, unsettled, divergences } = data;
  return (
    <div className="space-y-3">
      {rollout?.stopped?.reason && <p className="text-small text-warn">{rollout.stopped.reason}</p>}
      <p className="text-soft">
        In 24 hours both policies judged {plural(compared, 'event')} and differed on{' '}
        {exactText(differing)}.
        {unsettled > 0 && ` Of ${exactText(unsettled)} nobody knows: the past was not asked.`}
      </p>
      {divergences.length > 0 && <Divergences rows={divergences} />}
    </div>
  );
}

function Divergences({ rows }: { readonly rows: readonly Divergence[] }) {
  return (
    <table className="numbers w-full text-small">
      <caption className="sr-only">Verdicts on which the two policies differ</caption>
      <thead>
        <tr className="border-b border-line text-left text-quiet">
          <Column>In force</Column>
          <Column className="pl-4">Candidate</Column>
          <Column className="pl-4 whitespace-nowrap max-sm:hidden">Last event</Column>
          <Column className="pl-4 text-right">Events</Column>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Line key={`${told(row.inForce)} ${told(row.candidate)}`} row={row} />
        ))}
      </tbody>
    </table>
  );
}

const told = ({ fate, reason }: PolicyVerdict): string => (reason ? `${fate}, ${reason}` : fate);

function Line({ row }: { readonly row: Divergence }) {
  const [last] = row.samples;
  return (
    <tr className="border-b border-line align-top">
      <td className="py-2 break-words">{told(row.inForce)}</td>
      <td className="py-2 pl-4 break-words">{told(row.candidate)}</td>
      <td className="py-2 pl-4 text-soft max-sm:hidden">
        {last && (
          <>
            <code className="break-all">{last.eventId ?? last.position}</code> <Ago at={last.at} />
          </>
        )}
      </td>
      <td className="py-2 pl-4 text-right font-medium">{exactText(row.count)}</td>
    </tr>
  );
}
