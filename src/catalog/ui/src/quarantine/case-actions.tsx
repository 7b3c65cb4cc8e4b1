import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { use, useMemo, useRef } from 'react';
import type { CaseAnswer, Reason, StandingAnswer } from '../api/answers';
import { discardCase, replayCase } from '../api/catalog';
import { isPassing, Refused } from '../api/fetch-json';
import { EventEditor, placeReasons, ReasonList } from '../parts/event-editor';
import { KeptDraft } from '../parts/kept-draft';
import { useDraft } from '../parts/use-draft';
import { useLook } from '../shell/use-look';
import type { CaseAct } from './quarantine-search';
import { TellSettled } from './settled';

const route = getRouteApi('/quarantine');

interface CaseActionsProps {
  readonly shown: CaseAnswer;
  /** What it is to stand after, where a person decides between the two. */
  readonly stands?: StandingAnswer;
}

/** Three ways out: as it is, corrected where it is text, or given up with a reason. */
export function CaseActions({ shown, stands }: CaseActionsProps) {
  const { act } = route.useSearch();
  const look = useLook();
  const over = stands?.over;
  const replay = useAction((body: string) => replayCase(shown.id, body, over));
  const isText = shown.payload?.readAs === undefined;
  const toggle = (wanted: CaseAct) => look({ act: act === wanted ? undefined : wanted });
  return (
    <div>
      <div className="flex flex-wrap gap-3">
        <button
          type="button"
          onClick={() => replay.mutate('')}
          disabled={replay.isPending}
          className="button-quiet"
        >
          {stands ? 'Let this one stand' : 'Send it again'}
        </button>
        {isText && (
          <button
            type="button"
            aria-expanded={act === 'correct'}
            onClick={() => toggle('correct')}
            className="button-quiet"
          >
            Correct it …
          </button>
        )}
        <button
          type="button"
          aria-expanded={act === 'discard'}
          onClick={() => toggle('discard')}
          className="button-quiet"
        >
          {stands ? 'Keep what stands …' : 'Give it up …'}
        </button>
      </div>
      {act === undefined && replay.error && (
        <p role="alert" className="mt-3 text-small text-bad">
          {whatCameOf(replay.error)}
        </p>
      )}
      {act === 'correct' && isText && <Correct shown={shown} over={over} />}
      {act === 'discard' && <Discard shown={shown} />}
    </div>
  );
}

/** A silent server refused nothing. */
const whatCameOf = (error: Error) =>
  isPassing(error) ? error.message : `Refused again. ${error.message}`;

const draftOf = ({ id }: CaseAnswer) => `correct ${id}`;

/** Whatever came of it, the case and its cause are not what they were. */
function useAction(
  act: (body: string) => Promise<{ readonly id: string; readonly state: string }>,
) {
  const queries = useQueryClient();
  const tellSettled = use(TellSettled);
  const { cause } = route.useSearch();
  const navigate = route.useNavigate();
  return useMutation({
    mutationFn: act,
    onSuccess: ({ id, state }) => {
      tellSettled({ id, cause, state });
      void navigate({ search: ({ case: _, act: __, ...before }) => before, resetScroll: false });
    },
    // Not waited for: what is asked of a server that is away is asked until it is back.
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['case'] });
      void queries.invalidateQueries({ queryKey: ['causes'] });
    },
  });
}

interface CorrectProps {
  readonly shown: CaseAnswer;
  readonly over: string | undefined;
}

function Correct({ shown, over }: CorrectProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const masked = shown.payload ? JSON.stringify(shown.payload.masked, null, 2) : '';
  const { text, write, isKept, forget } = useDraft(draftOf(shown), masked);
  const send = useAction(async (body: string) => {
    const settled = await replayCase(shown.id, body, over);
    forget();
    return settled;
  });
  const reasons = useMemo(
    () => placeReasons(text, send.error ? reasonsIn(send.error) : shown.reasons),
    [text, send.error, shown.reasons],
  );
  return (
    <div className="mt-4">
      <EventEditor
        field={field}
        label="The corrected event"
        value={text}
        onChange={write}
        onSubmit={() => send.mutate(text)}
        reasons={reasons}
      />
      <p className="mt-2 text-small text-quiet">
        What is masked stays what it is, unless you write something else there.
      </p>
      <KeptDraft isKept={isKept} forget={() => write(masked)} />
      <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2 text-small">
        <button
          type="button"
          onClick={() => send.mutate(text)}
          disabled={send.isPending || text.trim() === ''}
          className="button-main"
        >
          Send the corrected event
        </button>
        {send.error && (
          <span role="alert" className="text-bad">
            {whatCameOf(send.error)}
          </span>
        )}
      </div>
      <ReasonList field={field} reasons={reasons} />
    </div>
  );
}

function reasonsIn(error: Error): readonly Reason[] {
  if (isPassing(error) || !(error instanceof Refused)) return [];
  const { violations, code = '', pointer = '' } = error.told;
  return violations ?? [{ code, pointer, message: error.message }];
}

function Discard({ shown }: { readonly shown: CaseAnswer }) {
  const { text: why, write, forget } = useDraft(`discard ${shown.id}`, '');
  const discard = useAction(async (body: string) => {
    const settled = await discardCase(shown.id, body);
    forget();
    return settled;
  });
  return (
    <form
      className="mt-4 flex flex-wrap items-end gap-3 text-small"
      onSubmit={(event) => {
        event.preventDefault();
        discard.mutate(why);
      }}
    >
      <label className="min-w-0 flex-1 basis-72">
        <span className="block text-quiet">Why it is given up</span>
        <input
          required
          maxLength={500}
          value={why}
          onChange={(event) => write(event.target.value)}
          className="mt-1 h-8 w-full rounded-lg border border-edge bg-raised px-3"
        />
      </label>
      <button type="submit" disabled={discard.isPending} className="button-main">
        Give it up
      </button>
      {discard.error && (
        <p role="alert" className="w-full text-bad">
          {discard.error.message}
        </p>
      )}
    </form>
  );
}
