import { type Unit } from './import-files.js';
import { type ProtoFaults } from './proto-faults.js';
import { type NumberRange, type ProtoPlace } from './proto-type.js';
import { type RangeNode, type ReservedNode } from './syntax-tree.js';

interface Numbered {
  readonly name: string;
  readonly number: number;
  readonly at: ProtoPlace;
}

interface Where {
  readonly unit: Unit;
  readonly pointer: string;
  readonly faults: ProtoFaults;
}

/** Ranges in order of their beginning, with what overlaps told once. */
export function checkOverlaps(
  ranges: readonly RangeNode[],
  what: string,
  { unit, pointer, faults }: Where,
): void {
  const sorted = [...ranges].sort((a, b) => a.from - b.from);
  sorted.forEach((range, index) => {
    const before = sorted[index - 1];
    if (!before || before.to < range.from) return;
    const { line, column } = range.at;
    faults.invalid(
      { document: unit.path, pointer, line, column },
      `The ${what} ${shown(before)} and ${shown(range)} overlap. Merge or separate them.`,
    );
  });
}

export const shown = ({ from, to }: NumberRange): string =>
  from === to ? `${from}` : `${from} to ${to}`;

/** Nothing uses a number or a name that is reserved, and nothing is reserved twice. */
export function checkReserved(
  { numbers, names, owner, of }: ReservedNode & { owner: string; of: string },
  users: readonly Numbered[],
  where: Where,
): void {
  const { unit, pointer, faults } = where;
  checkOverlaps(numbers, 'reserved numbers', where);
  const reserved = new Set<string>();
  for (const { name, at } of names) {
    const place = { document: unit.path, pointer, line: at.line, column: at.column };
    if (reserved.has(name))
      faults.invalid(place, `The name "${name}" is reserved twice. Keep one.`);
    reserved.add(name);
  }
  const holds = inRanges(numbers);
  for (const { name, number, at } of users) {
    if (reserved.has(name))
      faults.invalid(
        at,
        `"${owner}" has reserved the name "${name}", so none of its ${of} may use it. Choose another name.`,
      );
    if (holds(number))
      faults.invalid(
        at,
        `"${owner}" has reserved the number ${number}, so none of its ${of} may use it. Choose another number.`,
      );
  }
}

/** Whether a number is in one of the ranges, found by halving: there may be thousands of both. */
export function inRanges(ranges: readonly NumberRange[]): (number: number) => boolean {
  const sorted = [...ranges].sort((a, b) => a.from - b.from);
  return (number) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] as NumberRange).from <= number) low = middle + 1;
      else high = middle;
    }
    const last = sorted[low - 1];
    return last !== undefined && number <= last.to;
  };
}
