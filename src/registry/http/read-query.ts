import { limits, problem, readSwitch, storable } from '#kernel';
import { registryProblems } from '../problems.js';
import type { Page, Shown } from '../store/subjects.js';

export type Query = Readonly<Record<string, unknown>>;

export const textOf = (query: Query, name: string): string | undefined => {
  const value = query[name];
  return typeof value === 'string' ? value : undefined;
};

/** A parameter that may be given more than once. PostgreSQL text has no NUL, so nothing kept has. */
export const textsOf = (query: Query, name: string): readonly string[] =>
  [query[name]]
    .flat()
    .filter((value) => typeof value === 'string')
    .map((value) => storable(value));

/** `key=a&value=1&key=b&value=2`: as many keys as values, at least one. */
export function pairsOf(query: Query): readonly (readonly [string, string])[] {
  const [keys, values] = [textsOf(query, 'key'), textsOf(query, 'value')];
  if (keys.length === 0 || keys.length !== values.length)
    throw problem(registryProblems.REQUEST_INVALID, {
      where: 'key',
      expected: 'given at least once, each time with a "value"',
    });
  return keys.map((key, index) => [key, values[index] ?? '']);
}

/** Only `true` switches on; the dialect reads anything else as false. */
export const isOn = (query: Query, name: string): boolean =>
  textOf(query, name)?.toLowerCase() === 'true';

/** On `/v1` a switch is `true` or `false`: a dry run that is not one would store what it tries. */
export function switchOf(query: Query, parameter: string): boolean {
  const isSwitchedOn = readSwitch(query[parameter]);
  if (isSwitchedOn === undefined) throw problem(registryProblems.SWITCH_INVALID, { parameter });
  return isSwitchedOn;
}

const OFFSET_MAX = 0x7fff_ffff;

/** `limit` -1, or absent, is as many as a page may hold. */
export function pageOf(query: Query, rowsMax = OFFSET_MAX): Page {
  const offset = wholeNumber(query, 'offset', OFFSET_MAX) ?? 0;
  const limit = query['limit'] === '-1' ? undefined : wholeNumber(query, 'limit', OFFSET_MAX);
  return { offset, limit: Math.min(limit ?? rowsMax, rowsMax) };
}

export const fullPage = (query: Query): Page => pageOf(query, limits.pageRows.value);

function wholeNumber(query: Query, parameter: string, most: number): number | undefined {
  const value = query[parameter];
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string' || !/^\d{1,10}$/.test(value) || Number(value) > most)
    throw problem(registryProblems.PAGE_INVALID, { parameter, most });
  return Number(value);
}

export const shownOf = (query: Query): Shown =>
  isOn(query, 'deletedOnly') ? 'deleted' : isOn(query, 'deleted') ? 'all' : 'live';
