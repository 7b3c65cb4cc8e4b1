import { isPackable, type ProtoField, type ProtoType, type SingleDatum } from '#schema';
import { isZeroByDefault } from './default-value.js';
import { describedChanges } from './described-changes.js';
import {
  changeOf,
  type Met,
  type Observation,
  type ProtoChange,
  type Trial,
  turned,
  type View,
} from './observation.js';
import { type Pair } from './pairs.js';
import { elementOf, isEntry, nameOf } from './side.js';
import { asField, hasFewValues, isLossless, tellingValues, twice } from './telling-values.js';
import { cardinalityOf, defaultInWords, presenceInWords, typeInWords, typeName } from './words.js';

/** A field of the writer beside the reader's field of the same number. */
export interface Meeting extends Met<ProtoField> {
  readonly view: View;
  readonly pair: Pair;
}

/** The smallest message there is: everything that may be missing is. */
export const NOTHING: readonly Trial[] = [new Map()];

export const trialsOf = (field: ProtoField, values: readonly SingleDatum[]): readonly Trial[] =>
  values.map((value) => new Map([[field, asField(field, value)]]));

/** Everything that two fields of one number differ in, but for what is inside their types. */
export function* fieldChanges(meeting: Meeting): Generator<Observation> {
  yield* nameChanges(meeting);
  yield* cardinalityChange(meeting);
  yield* typeChanges(meeting);
  yield* presenceChange(meeting);
  yield* defaultChange(meeting);
  const { view, writer, reader } = meeting;
  if (writer.options.size + reader.options.size > 0 || writer.doc !== reader.doc)
    yield* describedChanges(view, { writer, reader }, `the field ${inMessage(meeting)}`);
}

/** `"qty" of "Line"`, by the new names. */
export function inMessage({ view, writer, reader, pair }: Meeting): string {
  const field = turned(view, { writer, reader }).new;
  return `"${nameOf(field)}" of "${turned(view, pair).new.name}"`;
}

/** A change of one field, told by what both sides are in the same words. */
export function ofField(
  { view, writer, reader }: Meeting,
  ruleId: string,
  shape: (field: ProtoField) => string,
  say: (was: string, is: string) => string,
): ProtoChange {
  const shapes = { writer: shape(writer), reader: shape(reader) };
  return changeOf(view, ruleId, { at: { writer, reader }, shapes, say });
}

const wasAndIs =
  (meeting: Meeting) =>
  (was: string, is: string): string =>
    `The field ${inMessage(meeting)} was ${was} and is ${is} now.`;

function* nameChanges(meeting: Meeting): Generator<Observation> {
  const { view, writer, reader, pair } = meeting;
  const [from, to] = [nameOf(writer), nameOf(reader)];
  if (from === to) {
    if (writer.jsonName !== reader.jsonName)
      yield {
        severity: 'warning',
        change: ofField(
          meeting,
          'PROTO_JSON_NAME_CHANGED',
          ({ jsonName }) => jsonName,
          (was, is) => `The field ${inMessage(meeting)} was "${was}" in JSON and is "${is}" now.`,
        ),
      };
    return;
  }
  const isMoved = view.reader.byName(pair.reader, from) ?? view.writer.byName(pair.writer, to);
  if (isMoved) return;
  const { name } = turned(view, pair).new;
  const say = (was: string, is: string) =>
    `The field ${writer.number} of "${name}" was called "${was}" and is called "${is}" now.`;
  yield { severity: 'warning', change: ofField(meeting, 'PROTO_FIELD_RENAMED', nameOf, say) };
}

function* cardinalityChange(meeting: Meeting): Generator<Observation> {
  const { writer, reader, view, pair } = meeting;
  const [from, to] = [cardinalityOf(writer), cardinalityOf(reader)];
  if (from === to) return;
  const change = ofField(
    meeting,
    'PROTO_FIELD_CARDINALITY_CHANGED',
    typeInWords,
    wasAndIs(meeting),
  );
  const losesSome = to === 'single' || (from === 'repeated' && to === 'map');
  if (!losesSome || !isSendable(meeting)) yield { change, severity: 'warning' };
  else {
    const trials = tellingValues(writer, reader, view).map(
      (value) => new Map([[writer, twice(writer, value)]]),
    );
    yield { change, severity: 'warning', pair, trials, isCertain: true };
  }
}

/** A message that requires itself is never sent. */
export const isSendable = ({ writer, view }: Pick<Meeting, 'writer' | 'view'>): boolean =>
  view.smallest.isInhabited(elementOf(writer, 'written'));

function* typeChanges(meeting: Meeting): Generator<Observation> {
  const { writer, reader } = meeting;
  const [from, to] = [elementOf(writer, 'written'), elementOf(reader, 'read')];
  if (from.kind === 'message' && to.kind === 'message') {
    yield* typeNameChange(meeting, from, to);
    yield* delimitedChange(meeting);
    return;
  }
  if (from.kind === 'enum' && to.kind === 'enum') yield* typeNameChange(meeting, from, to);
  else if (from.kind !== to.kind) yield* kindChange(meeting, from, to);
  if (from.kind === 'string' && to.kind === 'string') yield* textChange(meeting);
  if (writer.isPacked !== reader.isPacked && isList(writer) && isList(reader))
    yield {
      severity: 'info',
      change: ofField(
        meeting,
        'PROTO_PACKED_CHANGED',
        ({ isPacked }) => (isPacked ? 'packed' : 'one by one'),
        (was, is) =>
          `The values of the field ${inMessage(meeting)} were sent ${was} and are sent ${is} now.`,
      ),
    };
}

const isList = ({ isRepeated, mapKey, type }: ProtoField): boolean =>
  isRepeated && !mapKey && isPackable(type);

function* typeNameChange(
  meeting: Meeting,
  from: Extract<ProtoType, { fullName: string }>,
  to: Extract<ProtoType, { fullName: string }>,
): Generator<Observation> {
  const isSame =
    from.fullName === to.fullName ||
    (from.at.document === '' && to.at.document === '' && from.at.pointer === to.at.pointer);
  if (isSame) return;
  const shape = ({ mapKey, type }: ProtoField) => (mapKey ? '' : typeName(type));
  const change = ofField(meeting, 'PROTO_TYPE_NAME_CHANGED', shape, wasAndIs(meeting));
  if (!meeting.writer.mapKey && !meeting.reader.mapKey) yield { severity: 'warning', change };
}

function* kindChange(meeting: Meeting, from: ProtoType, to: ProtoType): Generator<Observation> {
  const { writer, reader, view, pair } = meeting;
  const shape = (field: ProtoField) => (field.mapKey ? typeInWords(field) : typeName(field.type));
  const change = ofField(meeting, 'PROTO_FIELD_TYPE_CHANGED', shape, wasAndIs(meeting));
  const isUnopened = from.kind === 'message' && to.kind === 'bytes' && !writer.isDelimited;
  if (isUnopened || !isSendable(meeting)) yield { change, severity: 'warning' };
  else if (isLossless(from, to, view)) yield { change, severity: 'info' };
  else {
    const trials = trialsOf(writer, tellingValues(writer, reader, view));
    yield { change, severity: 'warning', pair, trials, isCertain: !hasFewValues(from, view) };
  }
}

function* delimitedChange(meeting: Meeting): Generator<Observation> {
  const { writer, reader, view, pair } = meeting;
  if (writer.isDelimited === reader.isDelimited) return;
  const change = ofField(
    meeting,
    'PROTO_MESSAGE_ENCODING_CHANGED',
    ({ isDelimited }) => (isDelimited ? 'between two tags' : 'behind its length'),
    (was, is) => `The field ${inMessage(meeting)} was sent ${was} and is sent ${is} now.`,
  );
  const trials = trialsOf(writer, tellingValues(writer, reader, view));
  if (isSendable(meeting)) yield { change, severity: 'warning', pair, trials, isCertain: true };
  else yield { change, severity: 'warning' };
}

/** Only who assumes nothing expects texts that are no texts. */
function* textChange(meeting: Meeting): Generator<Observation> {
  const { writer, reader, view, pair } = meeting;
  if (writer.isUtf8Checked === reader.isUtf8Checked || writer.mapKey || reader.mapKey) return;
  const change = ofField(
    meeting,
    'PROTO_TEXT_CHECK_CHANGED',
    ({ isUtf8Checked }) => (isUtf8Checked ? 'checked' : 'not checked'),
    (was, is) => `That the field ${inMessage(meeting)} is UTF-8 was ${was} and is ${is} now.`,
  );
  const isAsked = reader.isUtf8Checked && view.assumption !== 'declared-only';
  if (!isAsked) yield { change, severity: 'info' };
  else {
    const trials = trialsOf(writer, [Uint8Array.of(0xff)]);
    yield { change, severity: 'warning', pair, trials, isCertain: true };
  }
}

function* presenceChange(meeting: Meeting): Generator<Observation> {
  const { writer, reader, pair } = meeting;
  if (writer.presence === reader.presence) return;
  const change = ofField(
    meeting,
    'PROTO_FIELD_PRESENCE_CHANGED',
    presenceInWords,
    wasAndIs(meeting),
  );
  if (reader.presence === 'required')
    yield { change, severity: 'warning', pair, trials: NOTHING, isCertain: true };
  else if (!isToldElsewhere(meeting))
    yield { change, severity: reader.presence === 'implicit' ? 'warning' : 'info' };
}

/** Presence that changed because something else did. */
const isToldElsewhere = ({ writer, reader, pair }: Meeting): boolean =>
  writer.isRepeated ||
  reader.isRepeated ||
  writer.oneof !== reader.oneof ||
  (writer.type.kind === 'message') !== (reader.type.kind === 'message') ||
  isEntry(pair.writer) ||
  isEntry(pair.reader);

function* defaultChange(meeting: Meeting): Generator<Observation> {
  const { writer, reader, pair } = meeting;
  if (writer.isRepeated || reader.isRepeated) return;
  const change = () =>
    ofField(
      meeting,
      'PROTO_DEFAULT_CHANGED',
      defaultInWords,
      (was, is) => `The field ${inMessage(meeting)} has ${is}; it had ${was}.`,
    );
  const isZeroUnsent = writer.presence === 'implicit' && reader.presence === 'explicit';
  if (isZeroUnsent && !isZeroByDefault(reader))
    yield { change: change(), severity: 'warning', pair, trials: NOTHING, isCertain: true };
  else if (writer.default !== reader.default) yield { change: change(), severity: 'warning' };
}
