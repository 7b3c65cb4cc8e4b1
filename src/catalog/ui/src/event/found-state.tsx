import type { ReactNode } from 'react';
import { stateQuery } from '../api/states';
import { useAnswer } from '../api/use-answer';
import { StateRow } from './state-row';
import { Unanswered } from '../parts/unanswered';

interface FoundStateProps {
  readonly id: string;
  readonly entityKey: string;
  readonly type: string;
  readonly onClose: ReactNode;
}

/** The one that was asked for by its key, wherever in the order it stands. */
export function FoundState({ id, entityKey, type, onClose }: FoundStateProps) {
  const { data, error } = useAnswer(stateQuery(id, entityKey));
  return (
    <div role="status" aria-label="Found by its key" className="mb-6">
      <p className="mb-2 flex flex-wrap items-baseline gap-x-4 text-small text-soft">
        <span>
          {sentence(data === null, type)} <code>{entityKey}</code>
        </span>
        {onClose}
      </p>
      {error && data === undefined && <Unanswered error={error} />}
      {data === undefined && !error && <div className="waiting h-24" />}
      {data && (
        <ul className="border-t border-line">
          <StateRow state={data} isOpen />
        </ul>
      )}
    </div>
  );
}

const sentence = (isUnknown: boolean, type: string) =>
  isUnknown ? `No accepted event was about the ${type}` : `The ${type} with the key`;
