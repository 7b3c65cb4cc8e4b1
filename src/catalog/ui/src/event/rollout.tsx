import { type RolloutAnswer, rolloutQuery } from '../api/rollout';
import { useAnswer } from '../api/use-answer';
import { latePart } from '../shell/late-part';
import { Section } from './section';
import { WaitedFor } from './waited-for';

const Report = latePart(() => import('./rollout-report'), 'RolloutReport');
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
