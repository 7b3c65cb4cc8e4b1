import { paint, type Pen } from '../paint.js';
import type { RolloutReport, RolloutState } from '../rollout-answers.js';
import { counted } from './counted.js';

type Divergence = RolloutReport['divergences'][number];

const SHARES: Readonly<Record<string, string>> = {
  ...{ 'entity.key': 'entities', key: 'keys', producer: 'producers' },
};

/** How a candidate fares, for a person at the terminal: who decides, then each difference. */
export function rolloutAsText(report: RolloutReport, pen: Pen): string {
  const { contract, rollout, over, compared, differing, unsettled, refused } = report;
  if (!rollout) return `${contract} tries no candidate.`;
  return [
    `${paint(pen, 'bold', contract)}  candidate ${rollout.name}  ${standing(rollout)}`,
    `  in ${over} both judged ${counted(compared, 'event')}, ${report.decidedByCandidate} decided by the candidate, and differed on ${differing}`,
    `  refused: ${refused.inForce} in force, ${refused.candidate} by the candidate`,
    ...(unsettled > 0 ? [`  of ${unsettled} nobody knows: the past was not asked`] : []),
    ...report.divergences.map(differenceAsText),
  ].join('\n');
}

/** Who stopped it, when and why. */
export const stoppedAsText = ({ at, by, reason }: NonNullable<RolloutState['stopped']>): string =>
  `was stopped ${at} by ${by || 'somebody'}${reason ? `: ${reason}` : ''}`;

function standing({ percent, stickiness, stopped }: NonNullable<RolloutReport['rollout']>): string {
  if (stopped) return stoppedAsText(stopped);
  return percent === 0
    ? 'is compared only'
    : `decides for ${percent} % of the ${SHARES[stickiness] ?? stickiness}`;
}

function differenceAsText({ inForce, candidate, count, samples: [newest] }: Divergence): string {
  const example = newest?.eventId ?? newest?.position;
  const named = example === undefined ? '' : `, such as ${example}`;
  return `  ${told(inForce)} → ${told(candidate)}  ${counted(count, 'event')}${named}`;
}

const told = ({ fate, reason }: Divergence['inForce']): string =>
  reason ? `${fate} (${reason})` : fate;
