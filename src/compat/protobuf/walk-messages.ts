import { type MessageType, type ProtoEnumType } from '#schema';
import { enumChanges } from './enum-changes.js';
import { eventPairs } from './event-pairs.js';
import { type Meeting } from './field-changes.js';
import { enumsOf, fileChanges } from './file-changes.js';
import { meetingsOf, messageChanges } from './message-changes.js';
import { type Observation, type View } from './observation.js';
import { type Pair, partnersOf } from './pairs.js';
import { elementOf, entryOf } from './side.js';

export interface Walk {
  readonly observations: readonly Observation[];
  /** Why not everything was looked at, if so. */
  readonly stoppedBecause?: string;
  /** Messages that are events by themselves. */
  readonly events: readonly Pair[];
}

/** More than a person reads, and more than a person repairs at once. */
const CHANGES_MAX = 1_000;

/** A step is about a microsecond, and two fields differ in many things. */
const STEPS_OF_A_FIELD = 8;

/**
 * Every pair of messages that bytes of the writer can meet, each once: from those that are named as
 * events on; where none is, from the first message of the file on, then from the others, for any
 * message may be an event. What no event comes to is told and breaks nobody. A pair that is met can be met by a real
 * event, for nothing but required fields must be there, and a message that requires itself is left
 * out. So a pair that fails is an event that fails, none is a proof, and recursion ends because pairs
 * are finite.
 */
export function walkMessages(view: View, stepsMax: number): Walk {
  const files = { writer: view.writer.root.file, reader: view.reader.root.file };
  const partners = partnersOf(files.writer, files.reader);
  const named = eventPairs(view)?.pairs;
  const walker = new Walker(view, stepsMax, named ?? partners.pairs);
  walker.add(fileChanges(view, partners));
  const first = firstPair(partners.pairs, files.writer.messages, files.reader.messages);
  for (const pair of named ?? [...first, ...partners.pairs]) walker.visit(pair);
  if (named) for (const pair of partners.pairs) walker.pass(pair);
  walker.unusedEnums(enumsOf(files.writer), enumsOf(files.reader));
  return walker;
}

/** What an event is when nothing else is said; read as what stands in its place if it is gone. */
function firstPair(
  pairs: readonly Pair[],
  [writer]: readonly MessageType[],
  [reader]: readonly MessageType[],
): readonly Pair[] {
  if (!writer || !reader) return [];
  return [pairs.find((pair) => pair.writer === writer) ?? { writer, reader }];
}

class Walker implements Walk {
  readonly observations: Observation[] = [];
  stoppedBecause?: string;
  #harmless = 0;
  #steps = 0;
  readonly #seen = new Map<object, Set<object>>();

  constructor(
    readonly view: View,
    readonly stepsMax: number,
    readonly events: readonly Pair[],
  ) {}

  /** Of what breaks nobody only so much is told; of what may break nothing is passed over. */
  add(found: Iterable<Observation>): void {
    for (const each of found) {
      if (!each.trials && ++this.#harmless > CHANGES_MAX) continue;
      if (this.observations.length >= 2 * CHANGES_MAX)
        this.stoppedBecause = `More than ${CHANGES_MAX} changes may break somebody; the others were not looked at.`;
      if (this.stoppedBecause) return;
      this.observations.push(each);
    }
  }

  visit(start: Pair): void {
    const pending = [start];
    for (const pair of pending) {
      if (this.stoppedBecause || !this.#isNew(pair.writer, pair.reader)) continue;
      const isMet = this.#isMet(pair);
      this.add(isMet ? messageChanges(this.view, pair) : unmet(messageChanges(this.view, pair)));
      for (const meeting of meetingsOf(this.view, pair)) {
        this.#steps += STEPS_OF_A_FIELD;
        if (this.#steps > this.stepsMax)
          this.stoppedBecause = `The search stopped at its budget of ${this.stepsMax} steps.`;
        if (this.stoppedBecause) return;
        const inner = isMet ? this.#inside(meeting) : entriesOf(meeting);
        if (inner) pending.push(inner);
      }
    }
  }

  /** A pair that no event comes to. */
  pass(pair: Pair): void {
    if (this.stoppedBecause || !this.#isNew(pair.writer, pair.reader)) return;
    this.add(unmet(messageChanges(this.view, pair)));
    for (const meeting of meetingsOf(this.view, pair)) {
      const entries = entriesOf(meeting);
      if (entries && this.#isNew(entries.writer, entries.reader))
        this.add(unmet(messageChanges(this.view, entries)));
    }
  }

  /** Entries of maps are met where the message around them is. */
  #isMet = ({ writer, from }: Pair): boolean =>
    this.view.smallest.isInhabited(writer) &&
    (!from || this.view.smallest.isInhabited(from.pair.writer));

  #inside(meeting: Meeting): Pair | undefined {
    const { view, pair, writer, reader } = meeting;
    const [from, to] = [elementOf(writer, 'written'), elementOf(reader, 'read')];
    if (
      from.kind === 'message' &&
      to.kind === 'message' &&
      writer.isDelimited === reader.isDelimited
    )
      return { writer: from, reader: to, from: { pair, field: writer } };
    if (from.kind === 'enum' && to.kind === 'enum' && !this.#isSeen(from, to)) {
      const found = [...enumChanges({ view, writer: from, reader: to, fields: meeting })];
      // What may break in one field may not be sent in another, so those are asked again.
      if (!found.some(({ trials }) => trials)) this.#isNew(from, to);
      this.add(found);
    }
    return undefined;
  }

  /** Enums that no field holds, or none that is met. */
  unusedEnums(
    writers: ReadonlyMap<string, ProtoEnumType>,
    readers: ReadonlyMap<string, ProtoEnumType>,
  ): void {
    const { view } = this;
    for (const [pointer, writer] of writers) {
      const reader = readers.get(pointer);
      if (reader && this.#isNew(writer, reader)) this.add(enumChanges({ view, writer, reader }));
    }
  }

  #isSeen = (writer: object, reader: object): boolean =>
    this.#seen.get(writer)?.has(reader) ?? false;

  #isNew(writer: object, reader: object): boolean {
    const readers = this.#seen.get(writer) ?? new Set();
    this.#seen.set(writer, readers);
    if (readers.has(reader)) return false;
    readers.add(reader);
    return true;
  }
}

/** Entries are no messages of the file, so they are looked at here or not at all. */
function entriesOf({ pair, writer, reader }: Meeting): Pair | undefined {
  if (!writer.mapKey || !reader.mapKey) return undefined;
  const entries = { writer: entryOf(writer, 'written'), reader: entryOf(reader, 'read') };
  return { ...entries, from: { pair, field: writer } };
}

/** No event comes there, so nothing is shown. */
function* unmet(found: Iterable<Observation>): Generator<Observation> {
  for (const { change, severity } of found) yield { change, severity };
}
