import { shapeOfText, typeOfValue, type ValueType, valuesAt } from './value-shape.js';

/** One event of the sample. */
export interface SampledEvent {
  readonly value: unknown;
  readonly source: string;
  readonly at: Date;
}

export interface CountedShape {
  readonly shape: string;
  readonly count: number;
}

/** What the field looked like in the newest events: shapes and counts, values only of closed sets. */
export interface SeenValues {
  readonly events: number;
  /** Events that had the field. */
  readonly present: number;
  readonly nulls: number;
  readonly types: readonly { readonly type: ValueType; readonly count: number }[];
  /** The schema lists the values: `shapes` are the values themselves. */
  readonly isClosed: boolean;
  readonly shapes: readonly CountedShape[];
  readonly different: number;
  readonly shortest?: number;
  readonly longest?: number;
  readonly smallest?: number;
  readonly largest?: number;
  readonly from: string;
  readonly to: string;
  /** Who sent it, by the source of the events. */
  readonly senders: readonly {
    readonly name: string;
    readonly present: number;
    readonly events: number;
  }[];
}

export interface Telling {
  /** Values the schema lists may be shown as they are; others only as a shape. */
  readonly isClosed: boolean;
  /** Of a personal field nothing is told but whether it is there and how long it is. */
  readonly isPersonal: boolean;
}

const SHAPES_SHOWN = 8;

export function seenValues(
  sample: readonly SampledEvent[],
  path: string,
  telling: Telling,
): SeenValues | undefined {
  const times = sample.map(({ at }) => at.getTime());
  if (times.length === 0) return undefined;
  const met = sample.map(({ value, source }) => ({ source, values: valuesAt(value, path) }));
  const values = met.flatMap((each) => each.values);
  const texts = values.filter((value) => typeof value === 'string');
  const numbers = telling.isPersonal ? [] : values.filter((value) => typeof value === 'number');
  return {
    events: sample.length,
    present: met.filter((each) => each.values.length > 0).length,
    nulls: values.filter((value) => value === null).length,
    types: counted(values.map(typeOfValue)).map(([type, count]) => ({ type, count })),
    isClosed: telling.isClosed,
    shapes: telling.isPersonal ? [] : shapesOf(values, telling.isClosed),
    different: new Set(values.map((value) => JSON.stringify(value))).size,
    ...extremes(
      texts.map((text) => text.length),
      'shortest',
      'longest',
    ),
    ...extremes(numbers, 'smallest', 'largest'),
    from: new Date(Math.min(...times)).toISOString(),
    to: new Date(Math.max(...times)).toISOString(),
    senders: sendersOf(met),
  };
}

function shapesOf(values: readonly unknown[], isClosed: boolean): readonly CountedShape[] {
  const shown = values.flatMap((value) => {
    const isPlain = typeof value === 'string' || typeof value === 'number';
    if (typeof value === 'boolean' || (isClosed && isPlain)) return [String(value)];
    return typeof value === 'string' ? [shapeOfText(value)] : [];
  });
  return counted(shown)
    .slice(0, SHAPES_SHOWN)
    .map(([shape, count]) => ({ shape, count }));
}

function counted<T>(items: readonly T[]): readonly (readonly [T, number])[] {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

const extremes = (numbers: readonly number[], least: string, most: string) =>
  numbers.length === 0 ? {} : { [least]: Math.min(...numbers), [most]: Math.max(...numbers) };

function sendersOf(met: readonly { source: string; values: readonly unknown[] }[]) {
  return [...Map.groupBy(met, ({ source }) => source)].map(([name, events]) => ({
    name,
    events: events.length,
    present: events.filter(({ values }) => values.length > 0).length,
  }));
}
