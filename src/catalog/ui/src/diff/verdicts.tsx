import type { DiffAnswer, DirectionVerdict } from '../api/answers';
import { Icon } from '../parts/icon';
import { VERDICTS } from './change-look';

const TONES = { good: 'text-good', bad: 'text-bad', warn: 'text-warn' } as const;

/** The whole answer in two sentences: one for each way an event and its reader can be apart. */
export function Verdicts({ diff }: { readonly diff: DiffAnswer }) {
  const { old, new: now, backward, forward } = diff;
  return (
    <dl className="mt-6 grid gap-4 md:grid-cols-2">
      <Direction
        who="New readers, old events"
        verdict={backward}
        says={sentence(now.version, old.version, backward.verdict)}
      />
      <Direction
        who="Old readers, new events"
        verdict={forward}
        says={sentence(old.version, now.version, forward.verdict)}
      />
    </dl>
  );
}

function sentence(reader: number, writer: number, verdict: DirectionVerdict['verdict']): string {
  const who = `Who reads with version ${reader}`;
  if (verdict === 'compatible') return `${who} can read every event of version ${writer}.`;
  if (verdict === 'incompatible') return `${who} refuses some events of version ${writer}.`;
  return `${who} may or may not read every event of version ${writer}.`;
}

interface DirectionProps {
  readonly who: string;
  readonly says: string;
  readonly verdict: DirectionVerdict;
}

function Direction({ who, says, verdict }: DirectionProps) {
  const { word, tone, icon } = VERDICTS[verdict.verdict];
  return (
    <div className="panel px-5 py-4">
      <dt className="text-small text-quiet">{who}</dt>
      <dd className="mt-1">
        <p
          className={`flex items-center gap-2 text-lead font-semibold ${TONES[tone as keyof typeof TONES]}`}
        >
          <Icon name={icon} size={18} /> {word}
        </p>
        <p className="text-soft">{says}</p>
        {verdict.undecidedBecause && (
          <p className="mt-1 text-small text-warn">{verdict.undecidedBecause}</p>
        )}
      </dd>
    </div>
  );
}
