import type { Hearing } from '../api/watch-answers';
import { Refused } from '../api/fetch-json';
import { Icon } from '../parts/icon';

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/**
 * Says once for the whole page what is the matter with its server, over the last line of the screen:
 * nothing moves, and everything that was shown stays. A reader of screens hears it as it changes.
 */
export function HearingBar({ hearing }: { readonly hearing: Hearing }) {
  const told = toldOf(hearing);
  return (
    <div
      role="status"
      aria-label="Connection to the server"
      className="pointer-events-none fixed inset-x-0 bottom-0 z-10 px-4 pb-3 sm:px-8"
    >
      {told && (
        <p
          className={`pointer-events-auto mx-auto flex w-fit max-w-3xl gap-2.5 rounded-lg border border-line px-4 py-2.5 text-small shadow-lg ${told.look}`}
        >
          <span className="grid h-5 shrink-0 place-items-center">
            <Icon name={told.icon} size={14} />
          </span>
          <span>
            <strong className="font-semibold">{told.title}.</strong> {told.says}
          </span>
        </p>
      )}
    </div>
  );
}

const WARNING = { look: 'bg-warn-wash text-warn', icon: 'warn' } as const;

function toldOf(hearing: Hearing) {
  switch (hearing.is) {
    case 'well':
      return undefined;
    case 'slow':
      return {
        ...WARNING,
        title: 'Concordat takes long to answer',
        says: 'It is still being waited for; nothing needs to be done.',
      };
    case 'back':
      return {
        ...{ look: 'bg-good-wash text-good', icon: 'check' as const },
        title: 'Concordat answers again',
        says: 'What you see is new.',
      };
    case 'away':
      return { ...WARNING, ...awayText(hearing) };
  }
}

/** The server's own words where it said why, and what it means for who looks. */
function awayText({ why, sinceMs }: Extract<Hearing, { is: 'away' }>) {
  const isTold = why instanceof Refused;
  const [reason] = isTold ? why.message.split(/(?<=\.)\s/) : ['A bug of ours keeps it from that.'];
  const since =
    sinceMs === undefined ? 'What you see is old' : `What you see is from ${clock.format(sinceMs)}`;
  return {
    title: isTold ? why.title : 'Nothing new can be shown',
    says: `${reason} ${since}, and is made new as soon as there is an answer.`,
  };
}
