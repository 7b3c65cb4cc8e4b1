import {
  type Divergence,
  type PolicyVerdict,
  type RolloutAnswer,
  rolloutQuery,
} from '../api/rollout';
import { useAnswer } from '../api/use-answer';
import { Ago } from '../parts/ago';
import { Column } from '../parts/column';
import { exactText, plural } from '../parts/numbers';
import { Section } from './section';
import { WaitedFor } from './waited-for';

const SHARES = { 'entity.key': 'entities', key: 'keys', producer: 'producers' } as const;

/** What another policy would do otherwise; only where one is tried. */
export function Rollout({ id }: { readonly id: string }) {
  const { data, error } = useAnswer(rolloutQuery(id));
  return (
    <Section id="rollout" title="Tried beside it" aside={data?.rollout && stateOf(data.rollout)}>
      <WaitedFor data={data} error={error} label="The rollout is loading">
        {(report) => <Report data={report} />}
      </WaitedFor>
    </Section>
  );
}

function stateOf({ percent, stickiness, stopped }: NonNullable<RolloutAnswer['rollout']>): string {
  if (stopped) return `stopped by ${stopped.by || 'somebody'}`;
  return percent === 0
    ? 'compared only'
    : `decides for ${percent} % of the ${SHARES[stickiness]}, the same always`;
}

function Report({ data }: { readonly data: RolloutAnswer }) {
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
