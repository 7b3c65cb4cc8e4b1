import type { ActivityAnswer } from '../api/answers';
import { Badge } from '../parts/badge';
import { countText, durationText, exactText, shareText } from '../parts/numbers';
import { Sparkline } from '../parts/sparkline';
import { lookOf } from '../parts/verdict';
import { Unanswered } from '../parts/unanswered';
import { LatencyTable } from './latency-table';

interface ActivityPanelProps {
  readonly activity: ActivityAnswer | undefined;
  readonly error: Error | null;
}

const REFUSED = new Set(['rejected', 'quarantined']);
const MOST_ROWS = 6;

/** The last day in numbers, the last hour in bars; both move while one looks. */
export function ActivityPanel({ activity, error }: ActivityPanelProps) {
  if (!activity) {
    return error ? (
      <Unanswered error={error} />
    ) : (
      <div role="status" aria-label="Counters are loading" className="waiting h-64" />
    );
  }
  const sum = (isRefused: boolean) =>
    activity.verdicts
      .filter(({ verdict }) => REFUSED.has(verdict) === isRefused)
      .reduce((all, { count }) => all + count, 0);
  const refused = sum(true);
  const passed = sum(false);
  return (
    <section aria-labelledby="fares-title">
      <h2 id="fares-title" className="text-small text-quiet">
        Last 24 hours
      </h2>
      <dl className="mt-1 grid grid-cols-2 gap-4">
        <Figure word="accepted" count={passed} tone="text-good" note="" />
        <Figure
          word="refused"
          count={refused}
          tone="text-bad"
          note={refused > 0 ? shareText(refused, refused + passed) : ''}
        />
      </dl>
      <Hour activity={activity} />
      <Verdicts activity={activity} />
      <Reasons activity={activity} />
      <LiveVersions activity={activity} />
      <LatencyTable legs={activity.latency} />
    </section>
  );
}

interface FigureProps {
  readonly word: string;
  readonly count: number;
  readonly tone: string;
  readonly note: string;
}

function Figure({ word, count, tone, note }: FigureProps) {
  return (
    <div className="flex flex-col-reverse justify-end">
      <dt className="text-small text-soft">
        {word}
        {note && <span className="text-quiet"> · {note}</span>}
      </dt>
      <dd
        title={exactText(count)}
        className={`text-display font-semibold tracking-[-0.01em] ${count > 0 ? tone : 'text-quiet'}`}
      >
        {countText(count)}
      </dd>
    </div>
  );
}

function Hour({ activity }: { readonly activity: ActivityAnswer }) {
  const { accepted, refused } = activity.series;
  const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);
  return (
    <figure className="mt-4">
      <Sparkline
        accepted={accepted}
        refused={refused}
        label={`The last hour by the minute: ${sum(accepted)} accepted, ${sum(refused)} refused`}
        className="h-20 w-full"
      />
      <figcaption className="flex justify-between text-micro text-quiet">
        <span>an hour ago</span>
        <span>now</span>
      </figcaption>
    </figure>
  );
}

function Verdicts({ activity }: { readonly activity: ActivityAnswer }) {
  const { verdicts, decisionUs, series } = activity;
  if (verdicts.length === 0) {
    return <p className="mt-4 text-small text-soft">No event of it came in the last 24 hours.</p>;
  }
  return (
    <ul className="numbers mt-4 space-y-1.5 text-small">
      {verdicts.map(({ verdict, count }) => {
        const look = lookOf(verdict);
        return (
          <li key={verdict} className="flex items-center justify-between gap-3">
            <Badge tone={look.tone} icon={look.icon} title={look.meaning}>
              {look.word}
            </Badge>
            <VerdictLine verdict={verdict} counts={series.byVerdict[verdict] ?? []} />
            <span className="w-12 text-right">{exactText(count)}</span>
          </li>
        );
      })}
      {decisionUs !== undefined && (
        <li className="flex justify-between text-quiet">
          <span>Mean time to decide</span>
          {durationText(decisionUs)}
        </li>
      )}
    </ul>
  );
}

interface VerdictLineProps {
  readonly verdict: string;
  readonly counts: readonly number[];
}

/** The last hour of one verdict; bad ones hang below the line, as in the large picture. */
function VerdictLine({ verdict, counts }: VerdictLineProps) {
  const none = counts.map(() => 0);
  const isRefused = REFUSED.has(verdict);
  if (counts.every((count) => count === 0)) return <span className="flex-1" />;
  return (
    <Sparkline
      accepted={isRefused ? none : counts}
      refused={isRefused ? counts : none}
      label={`${lookOf(verdict).word} in the last hour: ${counts.reduce((a, b) => a + b, 0)}`}
      className="h-4 min-w-0 flex-1"
    />
  );
}

function Reasons({ activity }: { readonly activity: ActivityAnswer }) {
  if (activity.reasons.length === 0) return null;
  return (
    <div className="mt-7">
      <h3 className="text-small text-quiet">Refused because</h3>
      <ul className="numbers mt-1.5 space-y-1 text-small">
        {activity.reasons.slice(0, MOST_ROWS).map(({ reason, verdict, count }) => (
          <li key={`${reason}${verdict}`} className="flex justify-between gap-4">
            <code className="min-w-0 truncate" title={reason}>
              {reason}
            </code>
            <span className="text-bad">{exactText(count)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Which versions events are still judged by: what a change must not forget. */
function LiveVersions({ activity }: { readonly activity: ActivityAnswer }) {
  return (
    <Traffic
      title="Versions live"
      rows={activity.versions.map((row) => ({ ...row, name: `version ${row.version}` }))}
    />
  );
}

interface TrafficProps {
  readonly title: string;
  readonly rows: readonly {
    readonly name: string;
    readonly accepted: number;
    readonly refused: number;
  }[];
}

function Traffic({ title, rows }: TrafficProps) {
  if (rows.length === 0) return null;
  return (
    <table className="numbers mt-7 w-full text-small">
      <thead>
        <tr className="text-quiet">
          <th scope="col" className="pb-1 text-left font-normal">
            {title}
          </th>
          <th scope="col" className="pb-1 pl-4 text-right font-normal">
            Accepted
          </th>
          <th scope="col" className="pb-1 pl-4 text-right font-normal">
            Refused
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, MOST_ROWS).map(({ name, accepted, refused }) => (
          <tr key={name}>
            <td className="w-full max-w-0 truncate py-0.5" title={name}>
              {name}
            </td>
            <td className="pl-4 text-right">{countText(accepted)}</td>
            <td className={`pl-4 text-right ${refused > 0 ? 'text-bad' : 'text-quiet'}`}>
              {countText(refused)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
