import { useEffect, useMemo, useRef, useState } from 'react';
import type { ContractAnswer, Reason, TriedAnswer } from '../api/answers';
import { verdictQuery } from '../api/catalog';
import { useAnswer } from '../api/use-answer';
import { EventEditor, placeReasons, ReasonList } from '../parts/event-editor';
import { Icon } from '../parts/icon';
import { KeptDraft } from '../parts/kept-draft';
import { Unanswered } from '../parts/unanswered';
import { useDraft } from '../parts/use-draft';
import { useShortcuts } from '../shell/shortcuts';
import { surroundings } from '../shell/surroundings';
import { curlText } from './curl';
import { Section } from './section';
import { ShellText } from './shell-text';

const PAUSE_MS = 350;

/** Paste an event: the gateway's own verdict on it, on the spot. */
export function TrySection({ contract }: { readonly contract: ContractAnswer }) {
  const { example } = contract;
  const valid = useMemo(
    () => (example === undefined ? '' : JSON.stringify(example, null, 2)),
    [example],
  );
  const field = useRef<HTMLTextAreaElement>(null);
  const { text, write, isKept } = useDraft(`try ${contract.id}`, valid);
  const { validate, tried, error, isPending } = useVerdict(contract, text, valid);
  useShortcuts({ v: () => field.current?.select() });
  const reasons = useMemo(() => placeReasons(text, reasonsOf(tried)), [text, tried]);
  return (
    <Section
      id="try"
      title="Try an event"
      aside="judged by the gateway, which sends nothing on and keeps nothing"
    >
      <div className="grid gap-x-8 gap-y-5 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="min-w-0">
          <EventEditor
            field={field}
            label="Event to try"
            value={text}
            onChange={write}
            onSubmit={validate}
            reasons={reasons}
          />
          <div className="mt-3 flex flex-wrap items-center gap-x-5 gap-y-2 text-small">
            <button
              type="button"
              onClick={validate}
              disabled={text.trim() === '' || isPending}
              className="button-main"
            >
              Validate
            </button>
            <button type="button" onClick={() => write(valid)} className="link tap">
              A valid example
            </button>
          </div>
          <KeptDraft isKept={isKept} forget={() => write(valid)} />
        </div>
        <div className="min-w-0">
          <div role="status" aria-label="Verdict">
            {error && <Unanswered error={error} />}
            {tried && <VerdictOf tried={tried} />}
            {!tried && !error && (
              <p className="text-soft">
                Paste an event over the example, or change it: reasons appear here, and the lines
                they are about light up.
              </p>
            )}
          </div>
          <ReasonList field={field} reasons={reasons} />
          {example !== undefined && contract.sending.gatewayPort !== undefined && (
            <FromAShell contract={contract} />
          )}
        </div>
      </div>
    </Section>
  );
}

/** Asks when the typing pauses. The last verdict stays until the next one is there. */
function useVerdict(contract: ContractAnswer, text: string, untouched: string) {
  const [asked, ask] = useState<string>();
  const isAsked = asked !== undefined;
  const { data, error, again, isPlaceholderData } = useAnswer({
    ...verdictQuery(contract, asked ?? ''),
    enabled: isAsked,
  });
  useEffect(() => {
    const isWorthAsking = text !== untouched && text.trim() !== '';
    const timer = isWorthAsking
      ? setTimeout(() => ask(text), PAUSE_MS)
      : setTimeout(() => ask(undefined));
    return () => clearTimeout(timer);
  }, [text, untouched]);
  const validate = () => (asked === text ? again() : ask(text));
  return {
    validate,
    // Without a verdict on what stands there, the last one would be taken for it.
    tried: isAsked && !(error && isPlaceholderData) ? data : undefined,
    error: isAsked ? error : null,
    isPending: isAsked && !error && (isPlaceholderData || !data),
  };
}

function VerdictOf({ tried }: { readonly tried: TriedAnswer }) {
  const isGood = tried.verdict === 'accepted';
  const { warnings = [], checks } = tried;
  return (
    <>
      <p
        className={`flex items-center gap-2 text-lead font-semibold ${isGood ? 'text-good' : 'text-bad'}`}
      >
        <Icon name={isGood ? 'check' : 'cross'} size={18} />
        {isGood ? 'It would be accepted' : 'It would be refused'}
      </p>
      <p className="text-small text-soft">
        {isGood ? `${checks.length} checks passed under ${tried.contract}.` : tried.remedy}
      </p>
      {warnings.length > 0 && (
        <ul className="mt-2 space-y-1 text-small text-warn">
          {warnings.map(({ code, pointer, message }) => (
            <li key={`${code}${pointer}${message}`} className="flex gap-2">
              <span className="grid h-5 place-items-center">
                <Icon name="warn" size={14} />
              </span>
              <span>
                {message} {pointer && <code>{pointer}</code>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** The violations where there are some; else the refusal itself is the reason. */
function reasonsOf(tried: TriedAnswer | undefined): readonly Reason[] {
  if (!tried || tried.verdict === 'accepted') return [];
  const { violations, reason = '', pointer = '', message = '' } = tried;
  return violations ?? [{ code: reason, pointer, message }];
}

function FromAShell({ contract }: { readonly contract: ContractAnswer }) {
  const curl = curlText(contract, surroundings().address.hostname);
  return (
    <div className="mt-6">
      <ShellText title="Send the example from a shell" label="Command that sends it" text={curl} />
    </div>
  );
}
