import { type FieldDatum, type ProtoField, type ProtoPlace } from '#schema';
import type { Direction } from '../modes.js';
import type { Assumption } from '../report.js';
import { type Pair, pointerAt } from './pairs.js';
import { type Side } from './side.js';
import { type SmallestMessages } from './smallest-messages.js';

/** One difference between two schemas, told from the old one to the new one. */
export interface ProtoChange {
  readonly ruleId: string;
  readonly oldPath: string;
  readonly newPath: string;
  /** Text identity of what stood and stands there. */
  readonly oldShape: string;
  readonly newShape: string;
  readonly message: string;
}

/** Fields to set in the message where a change is met; all else is as small as it can be. */
export type Trial = ReadonlyMap<ProtoField, FieldDatum>;

/** A change, and the events that would show that it breaks, if it can. */
export interface Observation {
  readonly change: ProtoChange;
  /** What the change is where no event shows a break. */
  readonly severity: 'warning' | 'info';
  readonly pair?: Pair;
  readonly trials?: readonly Trial[];
  /** Whether one of the trials must show it; else every event there is was tried. */
  readonly isCertain?: boolean;
}

/** Two things that are held against each other. */
export interface Met<T> {
  readonly writer: T;
  readonly reader: T;
}

interface Told {
  readonly at: Met<{ readonly at: ProtoPlace } | undefined>;
  readonly shapes: Met<string>;
  /** From what was to what is. */
  readonly say: (was: string, is: string) => string;
}

/** Both sides, and which of them is the old one. */
export interface View {
  readonly writer: Side;
  readonly reader: Side;
  readonly direction: Direction;
  readonly assumption: Assumption;
  readonly smallest: SmallestMessages;
  /** Events that the authors show, in the JSON mapping. */
  readonly examples: readonly unknown[];
}

export function turned<T>({ direction }: Pick<View, 'direction'>, { writer, reader }: Met<T>) {
  return direction === 'backward' ? { old: writer, new: reader } : { old: reader, new: writer };
}

export function changeOf(view: View, ruleId: string, { at, shapes, say }: Told): ProtoChange {
  const [places, both] = [turned(view, at), turned(view, shapes)];
  return {
    ruleId,
    oldPath: places.old ? pointerAt(places.old) : '',
    newPath: places.new ? pointerAt(places.new) : '',
    oldShape: both.old,
    newShape: both.new,
    message: say(both.old, both.new),
  };
}

/** `added` or `removed`, for what one side only has. */
export const sideOf = ({ direction }: View, has: 'writer' | 'reader'): 'added' | 'removed' =>
  (has === 'reader') === (direction === 'backward') ? 'added' : 'removed';
