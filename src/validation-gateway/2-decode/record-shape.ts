import { limits, problem } from '#kernel';
import { gatewayProblems } from '../problems.js';

const WHOLE = /^(0|[1-9]\d{0,9})$/;

export const otherShape = (offence: string, pointer: string) =>
  problem(gatewayProblems.BODY_SHAPE_UNKNOWN, offence, { pointer });

export function wholeNumber(bytes: Buffer, pointer: string): number {
  const text = bytes.toString('latin1', 0, limits.eventIdCharacters.value);
  const number = Number(text);
  if (WHOLE.test(text) && number < 2 ** 31) return number;
  throw otherShape(`${pointer.slice(pointer.lastIndexOf('/') + 1)} is not a whole number`, pointer);
}

export const quoted = (name: string): string => JSON.stringify(name.slice(0, 80));
export const token = (name: string): string =>
  name.slice(0, 80).replaceAll('~', '~0').replaceAll('/', '~1');
