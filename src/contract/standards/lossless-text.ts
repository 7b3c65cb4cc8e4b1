import { isLosslessNumber, parse, stringify } from 'lossless-json';

/** Documents as values whose numbers keep their digits: a limit in a schema may have more than a double. */

export const losslessFrom = (json: string): unknown => parse(json);

/** JSON for people and programs, every digit as it was read. */
export const losslessText = (value: unknown): string => `${stringify(value, null, 2) ?? ''}\n`;

export type Members = Readonly<Record<string, unknown>>;

export const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value);

export const numberIn = (value: unknown): number | undefined =>
  typeof value === 'number' || isLosslessNumber(value) ? Number(String(value)) : undefined;
