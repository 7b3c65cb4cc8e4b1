import { type MessageType, type NumberRange, type ProtoField } from '#schema';
import { describedChanges } from './described-changes.js';
import {
  fieldChanges,
  inMessage,
  isSendable,
  type Meeting,
  NOTHING,
  ofField,
  trialsOf,
} from './field-changes.js';
import { changeOf, type Observation, sideOf, turned, type View } from './observation.js';
import { type Pair } from './pairs.js';
import { isEntry, nameOf } from './side.js';
import { isReserved } from './symbols.js';
import { asField, tellingValues } from './telling-values.js';
import { typeInWords } from './words.js';

/** Fields of one number in both messages. */
export function* meetingsOf(view: View, pair: Pair): Generator<Meeting> {
  for (const writer of view.writer.fieldsOf(pair.writer)) {
    const reader = view.reader.byNumber(pair.reader, writer.number);
    if (reader) yield { view, pair, writer, reader };
  }
}

/** Everything that two messages differ in, but for what is inside the types of their fields. */
export function* messageChanges(view: View, pair: Pair): Generator<Observation> {
  const { writer, reader } = pair;
  for (const field of view.writer.fieldsOf(writer)) {
    const namesake = view.reader.byName(reader, nameOf(field));
    if (namesake && namesake.number !== field.number)
      yield numberChange(view, pair, field, namesake);
    else if (!namesake && !view.reader.byNumber(reader, field.number))
      yield lonelyField(view, pair, field, 'writer');
  }
  for (const field of view.reader.fieldsOf(reader))
    if (!view.writer.byNumber(writer, field.number) && !view.writer.byName(writer, nameOf(field)))
      yield lonelyField(view, pair, field, 'reader');
  for (const meeting of meetingsOf(view, pair)) yield* fieldChanges(meeting);
  yield* oneofChanges(view, pair);
  if (isEntry(writer) || isEntry(reader)) return;
  yield* reservedChange(view, pair);
  yield* describedChanges(view, pair, `the message "${turned(view, pair).new.name}"`);
}

/** A field under another number is another field that is called the same. */
function numberChange(view: View, pair: Pair, writer: ProtoField, reader: ProtoField): Observation {
  const meeting = { view, pair, writer, reader };
  const change = ofField(
    meeting,
    'PROTO_FIELD_NUMBER_CHANGED',
    ({ number }) => String(number),
    (was, is) => `The field ${inMessage(meeting)} had the number ${was} and has ${is} now.`,
  );
  if (!isSendable(meeting)) return { change, severity: 'warning' };
  const trials = trialsOf(writer, tellingValues(writer, writer, view));
  return { change, severity: 'warning', pair, trials };
}

/** A field that one side has. Who reads does not miss it, unless it is required. */
function lonelyField(
  view: View,
  pair: Pair,
  field: ProtoField,
  has: 'writer' | 'reader',
): Observation {
  const side = sideOf(view, has);
  const { old, new: changed } = turned(view, pair);
  const name = nameOf(field);
  const isKept = isReserved(field.number, changed) && changed.reservedNames.includes(field.name);
  const home = has === 'writer' ? pair.reader : pair.writer;
  const shape = `${name} = ${field.number}: ${typeInWords(field)}`;
  const change = changeOf(view, side === 'added' ? 'PROTO_FIELD_ADDED' : 'PROTO_FIELD_REMOVED', {
    at: has === 'writer' ? { writer: field, reader: home } : { writer: home, reader: field },
    shapes: { writer: has === 'writer' ? shape : '', reader: has === 'reader' ? shape : '' },
    say: () =>
      `The field "${name}" (${field.number}, ${typeInWords(field)}) of "${(side === 'added' ? changed : old).name}" was ${side}${side === 'removed' && !isKept ? ', and its number and name are not both reserved' : ''}.`,
  });
  const severity = side === 'added' || isKept ? 'info' : 'warning';
  if (has === 'reader' && field.presence === 'required')
    return { change, severity, pair, trials: NOTHING, isCertain: true };
  // The entry of a map has no room for it, and not every reader takes the rest of the entry then.
  const isCrowding =
    has === 'writer' && isEntry(pair.reader) && isSendable({ writer: field, view });
  if (!isCrowding) return { change, severity };
  const trials = trialsOf(field, tellingValues(field, field, view));
  return { change, severity, pair, trials, isCertain: true };
}

/** Fields of the reader's oneof that a writer may send side by side: the last one is left. */
function* oneofChanges(view: View, pair: Pair): Generator<Observation> {
  const rivals = new Rivals();
  const moved: Meeting[] = [];
  for (const meeting of meetingsOf(view, pair)) {
    const { writer, reader } = meeting;
    const isSent = isSendable(meeting);
    if (reader.oneof !== undefined && isSent) rivals.add(reader.oneof, meeting);
    if (writer.oneof !== reader.oneof) moved.push(meeting);
  }
  for (const meeting of moved) {
    const change = ofField(
      meeting,
      'PROTO_ONEOF_CHANGED',
      ({ oneof }) => (oneof === undefined ? 'in no oneof' : `in the oneof "${oneof}"`),
      (was, is) => `The field ${inMessage(meeting)} was ${was} and is ${is} now.`,
    );
    const severity = meeting.reader.oneof === undefined ? 'warning' : 'info';
    const rival = isSendable(meeting) ? rivals.of(meeting) : undefined;
    if (!rival) yield { change, severity };
    else
      yield { change, severity, pair, trials: sideBySide(view, meeting, rival), isCertain: true };
  }
}

function sideBySide(view: View, one: Meeting, other: Meeting) {
  const valuesOf = ({ writer, reader }: Meeting) =>
    tellingValues(writer, reader, view).map((value) => asField(writer, value));
  return valuesOf(one).flatMap((value) =>
    valuesOf(other).map((rival) => new Map([[one.writer, value] as const, [other.writer, rival]])),
  );
}

/** Per oneof of the reader two fields that the writer may send together with most others. */
class Rivals {
  readonly #byOneof = new Map<string, Meeting[]>();

  add(oneof: string, meeting: Meeting): void {
    const few = this.#byOneof.get(oneof) ?? [];
    this.#byOneof.set(oneof, few);
    const [first] = few;
    // Two are enough: the first, and one that excludes the first only here.
    if (!first || (few.length < 2 && areTogether(first, meeting))) few.push(meeting);
  }

  of(meeting: Meeting): Meeting | undefined {
    const few = this.#byOneof.get(meeting.reader.oneof ?? '') ?? [];
    return few.find((each) => areTogether(each, meeting));
  }
}

const areTogether = ({ writer: one }: Meeting, { writer: other }: Meeting): boolean =>
  one !== other && (one.oneof === undefined || one.oneof !== other.oneof);

function* reservedChange(view: View, pair: Pair): Generator<Observation> {
  const { old, new: changed } = turned(view, pair);
  const lost = lostReservations(old, changed);
  if (lost.length === 0) return;
  yield {
    severity: 'warning',
    change: changeOf(view, 'PROTO_RESERVED_REMOVED', {
      at: pair,
      shapes: { writer: reservedInWords(pair.writer), reader: reservedInWords(pair.reader) },
      say: () => `"${changed.name}" no longer reserves ${lost.join(', ')}.`,
    }),
  };
}

type Reserving = Pick<MessageType, 'reservedNumbers' | 'reservedNames'>;

function lostReservations(old: Reserving, changed: Reserving): string[] {
  const names = new Set(changed.reservedNames);
  const ranges = changed.reservedNumbers.toSorted((a, b) => a.from - b.from);
  const covers = ({ from, to }: NumberRange): boolean => {
    let next = from;
    for (const range of ranges) if (range.from <= next && next <= range.to) next = range.to + 1;
    return next > to;
  };
  return [
    ...old.reservedNumbers.filter((range) => !covers(range)).map(rangeInWords),
    ...old.reservedNames.filter((name) => !names.has(name)).map((name) => `"${name}"`),
  ];
}

const rangeInWords = ({ from, to }: NumberRange): string =>
  from === to ? String(from) : `${from} to ${to}`;

const reservedInWords = ({ reservedNumbers, reservedNames }: Reserving): string =>
  [...reservedNumbers.map(rangeInWords), ...reservedNames].join(', ');
