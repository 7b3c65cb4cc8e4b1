import type { Change, DirectionVerdict } from '../api/answers';
import type { Tone } from '../parts/badge';
import type { IconName } from '../parts/icon';

interface Look {
  readonly word: string;
  readonly tone: Tone;
  readonly icon: IconName;
}

export const SEVERITIES: Readonly<Record<Change['severity'], Look>> = {
  breaking: { word: 'Breaks', tone: 'bad', icon: 'cross' },
  warning: { word: 'Look at it', tone: 'warn', icon: 'warn' },
  info: { word: 'Safe', tone: 'good', icon: 'check' },
};

export const VERDICTS: Readonly<Record<DirectionVerdict['verdict'], Look>> = {
  compatible: { word: 'Proved to fit', tone: 'good', icon: 'check' },
  incompatible: { word: 'Breaks', tone: 'bad', icon: 'cross' },
  undecided: { word: 'Not decided', tone: 'warn', icon: 'help' },
};
