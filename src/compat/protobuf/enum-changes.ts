import { type ProtoEnumType, type ProtoEnumValue } from '#schema';
import { describedChanges } from './described-changes.js';
import { type Meeting, trialsOf } from './field-changes.js';
import { changeOf, type Met, type Observation, sideOf, turned, type View } from './observation.js';
import { isReserved, type SymbolObstacle, symbolObstacles, unnamedNumber } from './symbols.js';
import { mayBeUnnamed } from './telling-values.js';

/** Two enums, and the fields that hold them; none where the enums only have the same name. */
export interface EnumMeeting extends Met<ProtoEnumType> {
  readonly view: View;
  readonly fields?: Meeting;
}

/** What a reader makes of the numbers a writer may send. */
export function* enumChanges(meeting: EnumMeeting): Generator<Observation> {
  const { view, writer, reader } = meeting;
  const gone = new Set<string>();
  for (const obstacle of symbolObstacles(writer, reader)) {
    if (obstacle.kind !== 'unknown') gone.add(obstacle.other.name);
    yield symbolChange(meeting, obstacle);
  }
  for (const { kind, value } of symbolObstacles(reader, writer))
    if (kind === 'unknown' && !gone.has(value.name)) yield newSymbol(meeting, value);
  yield* openness(meeting);
  const what = `the enum "${turned(view, { writer, reader }).new.name}"`;
  yield* describedChanges(view, { writer, reader }, what);
}

const inWords = ({ name, number }: ProtoEnumValue): string => `${name} = ${number}`;

function symbolChange(meeting: EnumMeeting, obstacle: SymbolObstacle): Observation {
  const { view, writer, reader } = meeting;
  const { value } = obstacle;
  if (obstacle.kind === 'unknown') {
    const isHarmless = !reader.isClosed;
    return {
      ...removal(meeting, value, 'writer'),
      ...(isHarmless ? {} : breaking(meeting, [value.number])),
    };
  }
  const { name } = turned(view, { writer, reader }).new;
  const { other } = obstacle;
  const isMoved = obstacle.kind === 'moved';
  const ruleId = isMoved ? 'PROTO_ENUM_VALUE_NUMBER_CHANGED' : 'PROTO_ENUM_VALUE_RENAMED';
  const shape = (each: ProtoEnumValue) => (isMoved ? String(each.number) : each.name);
  const change = changeOf(view, ruleId, {
    at: { writer: value, reader: other },
    shapes: { writer: shape(value), reader: shape(other) },
    say: (was, is) =>
      isMoved
        ? `The value ${value.name} of "${name}" had the number ${was} and has ${is} now.`
        : `The value ${value.number} of "${name}" was called ${was} and is called ${is} now.`,
  });
  return { change, severity: 'warning', ...(isMoved && breaking(meeting, [value.number])) };
}

const breaking = ({ fields }: EnumMeeting, numbers: readonly number[]): Partial<Observation> =>
  fields ? { pair: fields.pair, trials: trialsOf(fields.writer, numbers), isCertain: false } : {};

/** A value that one side has a name for, and the other has not. */
function removal(
  { view, writer, reader }: EnumMeeting,
  value: ProtoEnumValue,
  has: 'writer' | 'reader',
): Observation {
  const side = sideOf(view, has);
  const { old, new: changed } = turned(view, { writer, reader });
  const isKept = isReserved(value.number, changed) && changed.reservedNames.includes(value.name);
  const severity = side === 'added' || isKept ? 'info' : 'warning';
  const home = side === 'added' ? old : changed;
  const change = changeOf(view, `PROTO_ENUM_VALUE_${side === 'added' ? 'ADDED' : 'REMOVED'}`, {
    at: has === 'writer' ? { writer: value, reader: home } : { writer: home, reader: value },
    shapes: {
      writer: has === 'writer' ? inWords(value) : '',
      reader: has === 'reader' ? inWords(value) : '',
    },
    say: (was, is) => `The value ${was || is} of "${changed.name}" was ${side}.`,
  });
  return { change, severity };
}

const newSymbol = (meeting: EnumMeeting, value: ProtoEnumValue): Observation =>
  removal(meeting, value, 'reader');

function* openness(meeting: EnumMeeting): Generator<Observation> {
  const { view, writer, reader } = meeting;
  if (writer.isClosed === reader.isClosed) return;
  const { name } = turned(view, { writer, reader }).new;
  const inWordsOf = ({ isClosed }: ProtoEnumType) => (isClosed ? 'closed' : 'open');
  const change = changeOf(view, 'PROTO_ENUM_OPENNESS_CHANGED', {
    at: { writer, reader },
    shapes: { writer: inWordsOf(writer), reader: inWordsOf(reader) },
    say: (was, is) => `The enum "${name}" was ${was} and is ${is} now.`,
  });
  const isAsked = reader.isClosed && mayBeUnnamed(writer, view);
  if (!isAsked) yield { change, severity: 'info' };
  else {
    const all = { ...writer, values: [...writer.values, ...reader.values] };
    yield { change, severity: 'warning', ...breaking(meeting, [unnamedNumber(all)]) };
  }
}
