import type { Finding, Severity, Witness } from '#kernel';
import { type MessageType, protobuf, type ProtobufRoot, protobufRootOf } from '#schema';
import { adviceOf } from '../advice-of.js';
import { fingerprint } from '../fingerprint.js';
import type { Judge, Judgement, Pair as Question } from '../judge.js';
import type { Direction } from '../modes.js';
import { eventPairs } from './event-pairs.js';
import { type ProtoChange, type View } from './observation.js';
import { Exhibition, type ShownEvent, showUnread } from './show-event.js';
import { Side } from './side.js';
import { SmallestMessages } from './smallest-messages.js';
import { walkMessages } from './walk-messages.js';

/**
 * The judge for Protobuf: what is on the wire decides. Names are what people and JSON know things
 * by, so a change of names alone deserves a look and breaks nobody.
 */
export const judgeProtobufSchemas: Judge = (question) => {
  const [before, after] = [protobuf.read(question.old), protobuf.read(question.new)];
  if (!before.ok) return undecided(`The old schema cannot be read. ${before.error[0]?.message}`);
  if (!after.ok) return undecided(`The new schema cannot be read. ${after.error[0]?.message}`);
  const roots = { old: protobufRootOf(before.value), new: protobufRootOf(after.value) };
  const view = viewOf(question, roots);
  const hearing = new Hearing(view);
  const unread = unreadOf(view).find((each) => view.smallest.isInhabited(each));
  return unread ? hearing.ofNoReader(unread) : hearing.judge(question.stepsMax);
};

function viewOf(
  { direction, assumption, examples }: Question,
  roots: Readonly<Record<'old' | 'new', ProtobufRoot>>,
): View {
  const [writer, reader] =
    direction === 'backward' ? [roots.old, roots.new] : [roots.new, roots.old];
  return {
    writer: new Side(writer),
    reader: new Side(reader),
    direction,
    assumption,
    smallest: new SmallestMessages(),
    examples,
  };
}

/** What events are of, where the reader's schema has no message to read them with. */
function unreadOf(view: View): readonly MessageType[] {
  const named = eventPairs(view);
  if (named) return named.unread;
  const { message } = view.writer.root;
  return message && !view.reader.root.message ? [message] : [];
}

const undecided = (because: string, findings: readonly Finding[] = []): Judgement => ({
  verdict: 'undecided',
  findings,
  undecidedBecause: because,
});

/** More than a person repairs at once. */
const BREAKS_MAX = 100;

const TOO_LARGE =
  'Something is refused or misread, but the smallest event that would show it is larger than the events tried here.';

class Hearing {
  readonly #findings = new Map<string, Finding>();

  constructor(readonly view: View) {}

  judge(stepsMax: number): Judgement {
    const { observations, stoppedBecause, events } = walkMessages(this.view, stepsMax);
    const exhibition = new Exhibition(this.view, events);
    let [shown, open] = [0, 0];
    for (const each of observations) {
      if (shown >= BREAKS_MAX) break;
      const event = this.#isBroken(each.change) ? undefined : exhibition.show(each);
      if (event && event !== 'too-large') {
        shown++;
        this.#add(each.change, 'breaking', event);
      } else {
        const isOpen = event === 'too-large' || (each.isCertain && !this.#isBroken(each.change));
        if (isOpen) open++;
        this.#add(each.change, isOpen ? 'warning' : each.severity);
      }
    }
    const findings = breakingFirst([...this.#findings.values()]);
    if (shown > 0) return { verdict: 'incompatible', findings };
    if (open > 0) return undecided(TOO_LARGE, findings);
    if (stoppedBecause !== undefined) return undecided(stoppedBecause, findings);
    return { verdict: 'compatible', findings };
  }

  /** The writer has events, and the reader's schema has no message to read them with. */
  ofNoReader(message: MessageType): Judgement {
    const { direction, reader } = this.view;
    const { name, at } = message;
    const lacking = reader.root.file.messages.length > 0 ? 'no such message' : 'no message at all';
    const isBackward = direction === 'backward';
    const change = {
      ruleId: isBackward ? 'PROTO_MESSAGE_REMOVED' : 'PROTO_MESSAGE_ADDED',
      oldPath: isBackward ? at.pointer : '',
      newPath: isBackward ? '' : at.pointer,
      oldShape: isBackward ? name : '',
      newShape: isBackward ? '' : name,
      message: `The message "${name}" was ${isBackward ? 'removed' : 'added'}, and the other schema has ${lacking}.`,
    };
    const shown = showUnread(message, this.view);
    this.#add(change, shown ? 'breaking' : 'warning', shown);
    const findings = [...this.#findings.values()];
    return shown ? { verdict: 'incompatible', findings } : undecided(TOO_LARGE, findings);
  }

  #isBroken = (change: ProtoChange): boolean =>
    this.#findings.get(keyOf(change))?.severity === 'breaking';

  /** Of one change the gravest is kept: it may be met in several fields. */
  #add(change: ProtoChange, severity: Severity, shown?: ShownEvent): void {
    const known = this.#findings.get(keyOf(change));
    if (known && ORDER[known.severity] <= ORDER[severity]) return;
    const { ruleId, oldPath, newPath, message, oldShape, newShape } = change;
    const { direction } = this.view;
    const path = newPath || oldPath;
    this.#findings.set(keyOf(change), {
      ruleId,
      severity,
      oldPath,
      newPath,
      message,
      ...adviceOf(ruleId),
      ...(shown && { witness: witnessOf(shown, direction) }),
      fingerprint: fingerprint({ ruleId, direction, path, oldShape, newShape }),
    });
  }
}

const keyOf = ({ ruleId, oldPath, newPath, oldShape, newShape }: ProtoChange): string =>
  JSON.stringify([ruleId, oldPath, newPath, oldShape, newShape]);

const witnessOf = (shown: ShownEvent, direction: Direction): Witness => ({
  ...shown,
  acceptedBy: direction === 'backward' ? 'old' : 'new',
  rejectedBy: direction === 'backward' ? 'new' : 'old',
});

const ORDER = { breaking: 0, warning: 1, info: 2 } as const;
const breakingFirst = (findings: readonly Finding[]): Finding[] =>
  findings.toSorted((a, b) => ORDER[a.severity] - ORDER[b.severity]);
