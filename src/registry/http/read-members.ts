import { problem, type ProblemRow } from '#kernel';
import { registryProblems } from '../problems.js';

export type Members = Readonly<Record<string, unknown>>;
export type Refusal = ProblemRow<{ where: string; expected: string }>;

export const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isWords = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((word) => typeof word === 'string');

/** A member only where it has a value. */
export const present = <Name extends string, Value>(name: Name, value: Value | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { [Key in Name]?: Value };

export interface MapRule<T> {
  readonly is: (value: unknown) => value is T;
  readonly as: string;
  readonly row?: Refusal;
}

export const TEXTS: MapRule<string> = {
  is: (value): value is string => typeof value === 'string',
  as: 'texts',
};

/** `Object.entries` sees `__proto__` only when a caller sent it as a member; it stays one. */
export function readMap<T>(
  value: unknown,
  where: string,
  { is, as, row }: MapRule<T>,
): Readonly<Record<string, T>> | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isObject(value) || !Object.values(value).every(is))
    throw wrong(row ?? registryProblems.REQUEST_INVALID, where, `an object whose values are ${as}`);
  return value as Readonly<Record<string, T>>;
}

export function readList(
  value: unknown,
  where: string,
  row: Refusal,
): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isWords(value)) throw wrong(row, where, 'a list of texts');
  return value;
}

export const wrong = (row: Refusal, where: string, expected: string) =>
  problem(row, { where, expected });
