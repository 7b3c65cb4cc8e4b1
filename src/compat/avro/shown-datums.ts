import { invariant } from '#kernel';
import {
  type AvroType,
  branchName,
  type Datum,
  datumObject,
  datumText,
  defaultDatum,
} from '#schema';
import type { Anatomy, Shown } from '../dress.js';

type DatumMembers = Readonly<Record<string, Datum>>;
const isMembers = (datum: Datum): datum is DatumMembers =>
  typeof datum === 'object' && datum !== null && !Array.isArray(datum);
const isItems = (datum: Datum): datum is readonly Datum[] => Array.isArray(datum);

export const datumAnatomy: Anatomy<Datum> = {
  parts: (datum) => Object.entries(datum as DatumMembers),
  isSingle: (datum) => typeof datum !== 'object' || datum === null,
  replaced: (datum, key, part) => {
    if (isItems(datum)) return datum.with(Number(key), part);
    const members = Object.entries(datum as DatumMembers);
    return datumObject(members.map(([name, old]) => [name, name === key ? part : old]));
  },
  text: datumText,
};

/** One step of a way that leads along parts of an event. */
export function partAt(datum: Datum, key: string): Datum {
  const part = isItems(datum) ? datum[Number(key)] : (datum as DatumMembers)[key];
  invariant(part !== undefined, 'an event that is shown has the parts on the way to its fault');
  return part;
}

/** The values of a place: whole events first, then the defaults of the fields that lead there. */
export function shownDatums(types: readonly AvroType[], values: readonly Datum[]): Shown<Datum> {
  return {
    values,
    inside: (key) => {
      const inner = types.map((type) => inside(type, key));
      const outer = values.flatMap((value) => partsAt(value, key));
      return shownDatums(
        inner.flatMap((each) => each.types),
        [...outer, ...inner.flatMap(({ shown }) => shown)],
      );
    },
  };
}

interface Inside {
  readonly types: readonly AvroType[];
  readonly shown: readonly Datum[];
}

function inside(type: AvroType, key: string): Inside {
  if (type.kind === 'array') return { types: [type.items], shown: [] };
  if (type.kind === 'map') return { types: [type.values], shown: [] };
  if (type.kind === 'union')
    return { types: type.branches.filter((each) => branchName(each) === key), shown: [] };
  const field = type.kind === 'record' ? type.fields.find(({ name }) => name === key) : undefined;
  if (!field) return { types: [], shown: [] };
  const shown = field.written ? defaultDatum(field) : undefined;
  return { types: [field.type], shown: shown === undefined ? [] : [shown] };
}

/** Any item shows what an item is like. */
function partsAt(value: Datum, key: string): readonly Datum[] {
  if (isItems(value)) return value;
  if (!isMembers(value)) return [];
  return Object.hasOwn(value, key) ? [value[key] as Datum] : [];
}
