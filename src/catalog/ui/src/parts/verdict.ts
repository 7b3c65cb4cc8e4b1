import type { Tone } from './badge';
import type { IconName } from './icon';

export interface VerdictLook {
  readonly word: string;
  readonly tone: Tone;
  readonly icon: IconName;
  readonly meaning: string;
}

const LOOKS: Record<string, VerdictLook> = {
  accepted: {
    word: 'Accepted',
    tone: 'good',
    icon: 'check',
    meaning: 'Kept its promise; forwarded byte for byte.',
  },
  duplicate: {
    word: 'Duplicate',
    tone: 'plain',
    icon: 'repeat',
    meaning: 'Seen before; answered with the first position.',
  },
  superseded: {
    word: 'Superseded',
    tone: 'plain',
    icon: 'repeat',
    meaning: 'Valid but older than what is known; recorded, not forwarded.',
  },
  merged: { word: 'Merged', tone: 'good', icon: 'check', meaning: 'Joined with what was known.' },
  held: {
    word: 'Held',
    tone: 'warn',
    icon: 'pause',
    meaning: 'Waits for a predecessor or a person.',
  },
  deferred: {
    word: 'Deferred',
    tone: 'warn',
    icon: 'pause',
    meaning: 'Nothing was recorded; the producer was asked to come again.',
  },
  quarantined: {
    word: 'Quarantined',
    tone: 'bad',
    icon: 'lock',
    meaning: 'Broke its promise; kept for inspection, not forwarded.',
  },
  rejected: {
    word: 'Rejected',
    tone: 'bad',
    icon: 'cross',
    meaning: 'Broke its promise; not forwarded.',
  },
};

/** A verdict is shown as word + icon + colour, never by colour alone. */
export const lookOf = (verdict: string): VerdictLook =>
  LOOKS[verdict] ?? { word: verdict, tone: 'plain', icon: 'help', meaning: '' };
