import type { LineageEdge } from '../api/desk-answers';
import type { Tone } from '../parts/badge';
import type { IconName } from '../parts/icon';
import { countText } from '../parts/numbers';

interface EdgeLook {
  readonly word: string;
  readonly tone: Tone;
  readonly icon: IconName;
  /** Of the line. */
  readonly stroke: string;
}

/** A state is a word, an icon and a colour; of a line also its dashes. */
export const EDGES: Readonly<Record<LineageEdge['state'], EdgeLook>> = {
  flows: { word: 'Flows', tone: 'good', icon: 'check', stroke: 'stroke-good-fill' },
  silent: { word: 'Not seen', tone: 'plain', icon: 'pause', stroke: 'stroke-edge' },
  refused: { word: 'Refused', tone: 'warn', icon: 'warn', stroke: 'stroke-warn' },
  behind: { word: 'Behind', tone: 'warn', icon: 'warn', stroke: 'stroke-warn' },
  stopped: { word: 'Stopped', tone: 'bad', icon: 'cross', stroke: 'stroke-bad-fill' },
};

/** What there is to count on a line. */
export function edgeText({ accepted, refused, lag, isSeen }: LineageEdge): string {
  if (!isSeen) return 'nothing in seven days';
  if (lag !== undefined) return lag === 0 ? 'up to date' : `${countText(lag)} events wait`;
  const sent = `${countText(accepted ?? 0)} accepted`;
  return refused ? `${sent}, ${countText(refused)} refused` : sent;
}

export const howKnown = ({ isDeclared, isSeen }: LineageEdge): string =>
  isDeclared ? (isSeen ? 'declared and seen' : 'declared') : 'observed';
