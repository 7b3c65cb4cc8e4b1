import type { HealthAnswer } from '../api/desk-answers';
import { countText, durationText, exactText, shareText } from '../parts/numbers';

const REFUSED = new Set(['rejected', 'quarantined']);

/** Six numbers, each with the sentence that makes it one. */
export function Vitals({ health }: { readonly health: HealthAnswer }) {
  const { verdicts, gateway, groups, relay, quarantine } = health;
  const total = (isRefused: boolean) =>
    verdicts
      .filter(({ verdict }) => REFUSED.has(verdict) === isRefused)
      .reduce((sum, { count }) => sum + count, 0);
  const [accepted, refused] = [total(false), total(true)];
  const lag = groups.reduce((sum, each) => sum + each.lag, 0);
  const waiting = relay.reduce((sum, { events }) => sum + events, 0);
  const { latency } = gateway;
  return (
    <dl className="mt-9 grid grid-cols-2 gap-x-8 gap-y-7 sm:grid-cols-3 xl:grid-cols-6">
      <Vital
        word="accepted in 24 hours"
        figure={countText(accepted)}
        tone={accepted > 0 ? 'text-good' : 'text-quiet'}
      />
      <Vital
        word={`refused, ${shareText(refused, accepted + refused)}`}
        figure={countText(refused)}
        tone={refused > 0 ? 'text-bad' : 'text-quiet'}
      />
      <Vital
        word={
          latency
            ? `to decide, 99 of 100; half within ${durationText(latency.p50Us)}`
            : 'no request measured yet'
        }
        figure={latency ? `≤ ${durationText(latency.p99Us)}` : '–'}
        tone={latency ? '' : 'text-quiet'}
      />
      <Vital
        word={behindText(groups.length)}
        figure={countText(lag)}
        tone={lag > 0 ? '' : 'text-quiet'}
      />
      <Vital
        word={
          relay.length === 0
            ? 'on the way to Kafka; nothing is relayed'
            : 'in the log, not yet in Kafka'
        }
        figure={countText(waiting)}
        tone={waiting > 0 ? '' : 'text-quiet'}
      />
      <Vital
        word="cases in quarantine"
        figure={countText(quarantine.cases)}
        tone={quarantine.cases > 0 ? 'text-warn' : 'text-quiet'}
      />
    </dl>
  );
}

const behindText = (groups: number) =>
  groups === 0
    ? 'events behind; no group of consumers reads'
    : `events behind, ${groups === 1 ? 'the one group' : `all ${exactText(groups)} groups`} of consumers together`;

function Vital(props: { readonly word: string; readonly figure: string; readonly tone: string }) {
  return (
    <div className="flex min-w-0 flex-col-reverse justify-end border-t border-line pt-3">
      <dt className="text-small text-soft">{props.word}</dt>
      <dd
        className={`numbers text-display whitespace-nowrap font-semibold tracking-[-0.02em] ${props.tone}`}
      >
        {props.figure}
      </dd>
    </div>
  );
}
